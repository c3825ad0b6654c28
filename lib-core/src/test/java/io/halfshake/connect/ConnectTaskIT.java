package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.internal.EphemeralPorts;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
class ConnectTaskIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    /** As if no port were ephemeral, so that one answer is enough. */
    private SecondConnect secondConnect = secondLook("1 1", 0);

    private static SecondConnect secondLook(String ephemeralPorts, long aheadNanos) {
        try {
            Path range = Files.createTempFile("halfshake-ports", null);
            Files.writeString(range, ephemeralPorts);
            range.toFile().deleteOnExit();
            return new SecondConnect(new EphemeralPorts(range, System::nanoTime), () -> System.nanoTime() + aheadNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final WatchedSockets sockets = new WatchedSockets(Sockets.find().handshake());

    /** Bound and not listening: no other socket gets the port while there is no listener. */
    @SuppressWarnings("NullAway.Init") // Set before each test.
    private SocketChannel holder;

    @SuppressWarnings("NullAway.Init") // Set before each test.
    private ServerSocketChannel listener;

    @BeforeEach
    void listen() throws IOException {
        holder = SocketChannel.open();
        holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        listenBesideHolder();
    }

    private void listenBesideHolder() throws IOException {
        listener = ServerSocketChannel.open();
        listener.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        listener.bind(holder.getLocalAddress());
        listener.configureBlocking(false);
    }

    @AfterEach
    void everySocketIsClosed() throws IOException {
        assertThat(sockets.opened).allMatch(Socket::isClosed);
        listener.close();
        holder.close();
    }

    private InetSocketAddress listening() throws IOException {
        return (InetSocketAddress) holder.getLocalAddress();
    }

    private Outcome run(Sockets sockets, RecordingProbe probe) {
        new ConnectTask(sockets, secondConnect, probe).run();
        assertThat(probe.outcomes).hasSize(1);
        return probe.outcomes.get(0);
    }

    @Test
    void answer_isReportedAndUnseenByTheListener() throws IOException {
        Outcome outcome = run(sockets, new RecordingProbe(listening(), LONG));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(((Outcome.Answered) outcome).roundTripNanos()).isPositive();
        Evidence evidence = outcome.evidence();
        assertThat(evidence.signal()).isEqualTo(Signal.SYN_ACK);
        assertThat(evidence.syns()).isEqualTo(1);
        assertThat(evidence.clock()).isEqualTo(Evidence.Clock.USER_SPACE);
        try (SocketChannel accepted = listener.accept()) {
            // A machine that stood still for 200 ms may have completed it, but must not say that it did not.
            assertThat(accepted == null || evidence.handshake() == Handshake.FULL)
                    .as("unseen, or admitted")
                    .isTrue();
        }
    }

    @Test
    void socketThatCannotDelayTheAck_reportsAFullHandshake() throws IOException {
        Outcome outcome = run(new Sockets(null, Handshake.FULL), new RecordingProbe(listening(), LONG));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(outcome.evidence().handshake()).isEqualTo(Handshake.FULL);
    }

    @Test
    void closedPort_isRefused() throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            RecordingProbe probe = new RecordingProbe((InetSocketAddress) reserved.getLocalSocketAddress(), LONG);

            Outcome outcome = run(sockets, probe);

            assertThat(outcome).isInstanceOf(Outcome.Denied.class);
            assertThat(((Outcome.Denied) outcome).reason()).isEqualTo(DownReason.REFUSED);
            assertThat(outcome.evidence().signal()).isEqualTo(Signal.RST);
            assertThat(outcome.evidence().errno()).isEqualTo("ECONNREFUSED");
            assertThat(probe.wasSent()).isTrue();
        }
    }

    /** As with net.ipv4.tcp_syn_retries = 1, before the deadline. */
    @Test
    void resetThenKernelTimeout_provesNothing() throws IOException {
        Outcome outcome = run(
                WatchedSockets.failing(WatchedSockets.reset(), WatchedSockets.givenUp()),
                new RecordingProbe(listening(), LONG));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE));
        assertThat(outcome.evidence().syns()).isEqualTo(2);
        assertThat(outcome.evidence().handshake()).isEqualTo(Handshake.FULL);
    }

    @Test
    void resetThenLocalTrouble_admitsThatTheHandshakeMayBeComplete() throws IOException {
        SocketException unroutable =
                WatchedSockets.thrownBy("sun.nio.ch.Net", "connect0", new SocketException("Network is unreachable"));

        Outcome outcome =
                run(WatchedSockets.failing(WatchedSockets.reset(), unroutable), new RecordingProbe(listening(), LONG));

        assertThat(((Outcome.Failed) outcome).reason()).isEqualTo(UnknownReason.NO_ROUTE);
        assertThat(outcome.evidence().handshake()).isEqualTo(Handshake.FULL);
    }

    @Test
    void resetByAClosedPort_isRefusedOnTheSecondConnect() throws IOException {
        try (Socket reserved = new Socket()) {
            reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

            Outcome outcome = run(
                    WatchedSockets.failing(WatchedSockets.reset()),
                    new RecordingProbe((InetSocketAddress) reserved.getLocalSocketAddress(), LONG));

            assertThat(outcome).isInstanceOf(Outcome.Denied.class);
            assertThat(outcome.evidence().syns()).isEqualTo(2);
        }
    }

    @Test
    void resetByAListener_isAnsweredOnTheSecondConnect() throws IOException {
        Outcome outcome = run(WatchedSockets.failing(WatchedSockets.reset()), new RecordingProbe(listening(), LONG));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(outcome.evidence().syns()).isEqualTo(2);
    }

    @Test
    void selfConnectedSocket_isRefused() throws IOException {
        InetSocketAddress itself = listening();
        listener.close();
        WatchedSockets bound = new WatchedSockets(Handshake.HALF) {
            @Override
            Socket open() throws IOException {
                Socket socket = super.open();
                socket.setOption(StandardSocketOptions.SO_REUSEPORT, true);
                socket.bind(itself);
                return socket;
            }
        };

        Outcome outcome = run(bound, new RecordingProbe(itself, LONG));

        assertThat(outcome).isInstanceOf(Outcome.Denied.class);
        assertThat(((Outcome.Denied) outcome).reason()).isEqualTo(DownReason.REFUSED);
        assertThat(outcome.evidence().signal()).isEqualTo(Signal.LOCAL);
        assertThat(outcome.evidence().errno()).isNull();
        assertThat(bound.opened).singleElement().matches(Socket::isClosed);
    }

    @Test
    void silentConnect_lastsUntilTheDeadline() throws IOException {
        try (SilentPeer peer = new SilentPeer(InetAddress.getLoopbackAddress())) {
            RecordingProbe probe = new RecordingProbe(peer.address(), Duration.ofMillis(150));

            Outcome outcome = run(sockets, probe);

            assertThat(outcome).isInstanceOf(Outcome.Silent.class);
            assertThat(System.nanoTime() - probe.deadlineNanos()).isNotNegative();
        }
    }

    @Test
    void passedDeadline_doesNotWaitForever() throws IOException {
        try (SilentPeer peer = new SilentPeer(InetAddress.getLoopbackAddress())) {
            RecordingProbe probe = new RecordingProbe(peer.address(), Duration.ofSeconds(-5));

            assertThat(run(sockets, probe)).isInstanceOf(Outcome.Silent.class);
        }
    }

    @Test
    void cancelledTask_sendsNothing() throws IOException {
        RecordingProbe probe = new RecordingProbe(listening(), LONG);
        ConnectTask task = new ConnectTask(sockets, secondConnect, probe);

        task.cancel();
        task.run();

        assertThat(probe.wasSent()).isFalse();
        assertThat(probe.outcomes).isEmpty();
    }

    @Test
    void cancel_endsAConnectInProgress() throws Exception {
        try (SilentPeer peer = new SilentPeer(InetAddress.getLoopbackAddress())) {
            RecordingProbe probe = new RecordingProbe(peer.address(), Duration.ofHours(1));
            ConnectTask task = new ConnectTask(sockets, secondConnect, probe);
            Thread thread = new Thread(task);
            thread.start();
            probe.sent.await();

            task.cancel();
            thread.join();

            assertThat(probe.outcomes)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE));
        }
    }

    @Test
    void cancelAfterTheOutcome_changesNothing() throws IOException {
        RecordingProbe probe = new RecordingProbe(listening(), LONG);
        ConnectTask task = new ConnectTask(sockets, secondConnect, probe);
        task.run();

        task.cancel();
        task.cancel();

        assertThat(probe.outcomes).hasSize(1);
    }

    @Test
    void failedSocketCreation_reportsNoDescriptorsAndNoSyn() throws IOException {
        Sockets none = new Sockets(null, Handshake.HALF) {
            @Override
            Socket open() throws IOException {
                throw new SocketException("Too many open files");
            }
        };
        RecordingProbe probe = new RecordingProbe(listening(), LONG);

        Outcome outcome = run(none, probe);

        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        assertThat(((Outcome.Failed) outcome).reason()).isEqualTo(UnknownReason.NO_DESCRIPTORS);
        assertThat(outcome.evidence().syns()).isZero();
        assertThat(probe.wasSent()).isFalse();
    }

    @Test
    void runtimeError_isReportedAndNotThrown() throws IOException {
        Sockets broken = new Sockets(null, Handshake.HALF) {
            @Override
            Socket open() {
                throw new NoClassDefFoundError("sun/nio/ch/Net");
            }
        };

        Outcome outcome = run(broken, new RecordingProbe(listening(), LONG));

        assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).isInstanceOf(NoClassDefFoundError.class);
        });
    }

    /** An answer from a port that this machine gives to sockets that connect. */
    @Test
    void listenerOnAnEphemeralPort_isConnectedTwice() throws IOException {
        secondConnect = secondLook("1024 65535", 0);

        Outcome outcome = run(sockets, new RecordingProbe(listening(), LONG));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(outcome.evidence().syns()).isEqualTo(2);
        assertThat(sockets.opened).hasSize(2);
    }

    @Test
    void ephemeralPortThatAnswersOnce_isRefused() throws IOException {
        secondConnect = secondLook("1024 65535", 0);
        Sockets closing = new WatchedSockets(Handshake.HALF) {
            @Override
            Socket open() throws IOException {
                if (!opened.isEmpty()) {
                    listener.close();
                }
                return super.open();
            }
        };

        Outcome outcome = run(closing, new RecordingProbe(listening(), LONG));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Denied.class, down -> assertThat(down.reason()).isEqualTo(DownReason.REFUSED));
        assertThat(outcome.evidence().syns()).isEqualTo(2);
    }

    /** The kernel used the port of an earlier check again, whose RST is still on its way. */
    @Test
    void refusalJustAfterAnAnswer_needsASecondConnect() throws IOException {
        InetSocketAddress target = listening();
        // However long this machine takes until it asks.
        secondConnect = secondLook("1 1", LONG.toNanos());
        secondConnect.answered(target);
        listener.close();
        Sockets reopening = new WatchedSockets(Handshake.HALF) {
            @Override
            Socket open() throws IOException {
                if (opened.size() == 1) {
                    listenBesideHolder();
                }
                return super.open();
            }
        };

        Outcome outcome = run(reopening, new RecordingProbe(target, LONG));

        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        assertThat(outcome.evidence().syns()).isEqualTo(2);
    }
}
