package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deadline costs, and that what is left out changes no verdict. */
class FinalReadTest {
    private static final int MANY = 2 * EngineLoop.COMMANDS_BEFORE_POLL + 500;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);

    private final FakeSockets sockets = new FakeSockets();
    private final EpollLoop eventLoop = new EpollLoop(sockets.epoll, sockets.epoll);
    private final HalfOpenLoop loop = new HalfOpenLoop(
            eventLoop,
            sockets.calls,
            new SocketFactory(sockets.calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
            MANY);
    private final List<HalfOpenProbe> probes = new ArrayList<>();

    /** The calls until all results were there, and those between that and the end of the event loop. */
    private List<String> atDeadline = List.of();

    private List<String> afterwards = List.of();

    FinalReadTest() {
        sockets.epoll.afterLastPoll = eventLoop::shutDown;
    }

    private final class LoggedProbe extends Probe {
        @Nullable
        Outcome outcome;

        LoggedProbe(InetSocketAddress address) {
            super(address, System.nanoTime() + HOUR_NANOS);
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome found) {
            outcome = found;
            sockets.log.add("result");
        }
    }

    private static InetSocketAddress address(String ip) {
        try {
            return new InetSocketAddress(InetAddress.getByName(ip), 80);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void start(int count, String target) {
        for (int i = 0; i < count; i++) {
            HalfOpenProbe probe = loop.loopProbe(new LoggedProbe(address(target)));
            probes.add(probe);
            loop.start(probe);
        }
    }

    private static String ipv6Or(String family, String ipv6, String ipv4) {
        return family.equals("IPv6") ? ipv6 : ipv4;
    }

    private void askFrom(String ip) {
        sockets.source = address(ip).getAddress();
    }

    /** Timers that are due at once run after the next poll, once the clock has moved. */
    private void poll(Runnable meanwhile) {
        sockets.epoll.poll(() -> {
            sockets.epoll.now++;
            meanwhile.run();
        });
    }

    private void pollOften(int times) {
        for (int i = 0; i < times; i++) {
            poll(() -> {});
        }
    }

    /** Long enough to be read for the first time. */
    private void pollLater() {
        poll(() -> {
            sockets.epoll.now += WaitingSockets.WAIT_NANOS;
            probes.forEach(probe -> probe.sentAt -= WaitingSockets.WAIT_NANOS);
        });
    }

    /** All deadlines pass in the next poll. */
    private void runUntilTheEnd(int pollsAfterwards) {
        poll(() -> {
            sockets.log.clear();
            // What the machine that runs this test drops meanwhile does not matter.
            probes.forEach(probe -> probe.dropsBefore = null);
            probes.forEach(probe -> loop.signal(probe, LoopProbe.Command.EXPIRE));
        });
        pollOften(pollsAfterwards);
        poll(() -> {
            int last = 1 + sockets.log.lastIndexOf("result");
            atDeadline = List.copyOf(sockets.log.subList(0, last));
            afterwards = List.copyOf(sockets.log.subList(last, sockets.log.size()));
        });
        eventLoop.run();
    }

    private void assertSilent() {
        assertThat(probes)
                .allSatisfy(probe -> assertThat(outcome(probe))
                        .isInstanceOfSatisfying(
                                Outcome.Silent.class,
                                silent -> assertThat(silent.evidence().syns()).isEqualTo(1)));
    }

    private void assertNoRoute(String cause) {
        assertThat(probes)
                .allSatisfy(probe -> assertThat(outcome(probe)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                    assertThat(failed.reason()).isEqualTo(UnknownReason.NO_ROUTE);
                    assertThat(failed.cause()).hasMessage(cause);
                }));
    }

    private static @Nullable Outcome outcome(HalfOpenProbe probe) {
        return ((LoggedProbe) probe.request).outcome;
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void deadlineOfASocketReadBefore_takesOneCall(String family) {
        askFrom(ipv6Or(family, "2001:db8::1", "192.0.2.1"));
        start(3, ipv6Or(family, "2001:db8::2", "192.0.2.2"));
        pollOften(1);
        pollLater();

        runUntilTheEnd(1);

        assertSilent();
        assertThat(atDeadline)
                .containsExactly("recvmmsg", "TCP_INFO", "TCP_INFO", "TCP_INFO", "result", "result", "result");
    }

    @ParameterizedTest
    @ValueSource(strings = {"IPv4", "IPv6"})
    void deadlineOfASocketNotReadBefore_takesThree(String family) {
        askFrom(ipv6Or(family, "2001:db8::1", "192.0.2.1"));
        start(1, ipv6Or(family, "2001:db8::2", "192.0.2.2"));
        pollOften(1);

        runUntilTheEnd(1);

        assertSilent();
        assertThat(atDeadline).containsExactly("recvmmsg", "TCP_INFO", "SO_ERROR", "getsockname", "result");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.2, 0.0.0.0, true",
        "192.0.2.2, 0.0.0.0, false",
        "2001:db8::2, ::, true",
        "2001:db8::2, ::1, true",
        "2001:db8::2, ::1, false"
    })
    void socketWithoutAnAddress_isNoSilence(String target, String source, boolean isReadBefore) {
        askFrom(source);
        start(2, target);
        pollOften(1);
        if (isReadBefore) {
            pollLater();
        }

        runUntilTheEnd(1);

        assertNoRoute("getsockname(2) failed: EADDRNOTAVAIL (99)");
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.2, 192.0.2.1", "2001:db8::2, 2001:db8::1"})
    void routeLostSinceTheReading_isNoSilence(String target, String source) {
        askFrom(source);
        start(2, target);
        pollOften(1);
        pollLater();
        poll(() -> {
            sockets.routeErrno = Errno.ENETUNREACH.number;
            sockets.changeRoutes();
        });

        runUntilTheEnd(1);

        assertNoRoute("connect(2) failed: ENETUNREACH (101)");
    }

    /** As the kernel gives a waiting socket where it is told to, by the sysctl ip_dynaddr, and the route was lost. */
    @Test
    void addressLostSinceTheReading_isNoSilence() {
        askFrom("192.0.2.1");
        start(2, "192.0.2.2");
        pollOften(1);
        pollLater();
        poll(() -> {
            askFrom("0.0.0.0");
            sockets.changeRoutes();
        });

        runUntilTheEnd(1);

        assertNoRoute("getsockname(2) failed: EADDRNOTAVAIL (99)");
    }

    /** It was replaced since, and what is known is about the first one. */
    @Test
    void secondSocketWithoutAnAddress_isNoSilence() {
        askFrom("192.0.2.1");
        start(1, "192.0.2.2");
        pollOften(1);
        pollLater();
        poll(() -> {
            askFrom("0.0.0.0");
            sockets.state = TcpInfo.SYN_RECV;
            loop.ready(sockets(probes).get(0));
            sockets.state = TcpInfo.SYN_SENT;
        });

        runUntilTheEnd(1);

        assertThat(probes.get(0).syns).isEqualTo(2);
        assertNoRoute("getsockname(2) failed: EADDRNOTAVAIL (99)");
    }

    private static List<HalfOpenSocket> sockets(List<HalfOpenProbe> probes) {
        List<HalfOpenSocket> all = new ArrayList<>();
        probes.forEach(probe -> all.add(probe.socket));
        return all;
    }

    @Test
    void socketsOfManyDeadlines_areDisconnectedAfterTheLastResult() {
        askFrom("192.0.2.1");
        start(MANY, "192.0.2.2");
        pollOften(MANY / EngineLoop.BURST + 1);

        runUntilTheEnd(2 + MANY / EngineLoop.COMMANDS_BEFORE_POLL + MANY / EngineLoop.BURST);

        assertSilent();
        assertThat(Collections.frequency(atDeadline, "result")).isEqualTo(MANY);
        assertThat(atDeadline).doesNotContain("disconnect");
        assertThat(Collections.frequency(afterwards, "disconnect")).isEqualTo(MANY);
    }

    @Test
    void socketOfOneDeadline_isDisconnectedAfterTheNextPoll() {
        askFrom("192.0.2.1");
        start(1, "192.0.2.2");
        pollOften(1);

        runUntilTheEnd(1);

        // On a busy machine it is read before, as it may have an answer by then that nobody has seen.
        assertThat(afterwards).endsWith("disconnect");
    }
}
