package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What silence means where something kept a packet from being sent. The clock is the event loop's. */
class PacketSenderTest {
    private static final int RECEIVE_BUFFER = 1 << 16;
    private static final long RESEND_MILLIS = 100;
    private static final long DEADLINE_MILLIS = 400;

    /** Resent by then, and in time for another turn. */
    private static final long RESENT_MILLIS = 150;

    private final FakeSockets sockets = new FakeSockets();
    private final EpollLoop eventLoop = new EpollLoop(sockets.epoll, sockets.epoll);

    /** Far from now: whatever the clock of the machine is read for is not too late. */
    private final long start = System.nanoTime() + TimeUnit.HOURS.toNanos(1);

    private Runnable onNewBatch = () -> {};
    private Runnable onAssignLocalId = () -> {};
    private int perSecond = RateLimiter.UNLIMITED;
    private int perSecondPerHost = RateLimiter.UNLIMITED;
    private final List<SilentProbe> probes = new ArrayList<>();

    PacketSenderTest() {
        sockets.epoll.afterLastPoll = eventLoop::shutDown;
    }

    private final class SilentProbe extends Probe {
        @Nullable
        Outcome outcome;

        SilentProbe() {
            super(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    start + TimeUnit.MILLISECONDS.toNanos(DEADLINE_MILLIS));
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome found) {
            outcome = found;
        }
    }

    private PacketFormat format() {
        PacketFormat real = new EchoFormat(sockets.calls, SocketOptions.NONE, RECEIVE_BUFFER);
        return (PacketFormat) Proxy.newProxyInstance(
                PacketFormat.class.getClassLoader(),
                new Class<?>[] {PacketFormat.class},
                (unused, method, arguments) -> {
                    switch (method.getName()) {
                        case "newBatch" -> onNewBatch.run();
                        case "assignLocalId" -> onAssignLocalId.run();
                        default -> {}
                    }
                    return method.invoke(real, arguments);
                });
    }

    private void setClock(long millis) {
        sockets.epoll.now = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Tasks and timers run behind this. */
    private void at(long millis, Runnable meanwhile) {
        sockets.epoll.poll(() -> {
            setClock(millis);
            meanwhile.run();
        });
    }

    private void failFrom(long millis, Errno errno) {
        at(millis, () -> sockets.sendErrno = errno.number);
    }

    private void mendAt(long millis) {
        at(millis, () -> sockets.sendErrno = 0);
    }

    private PacketLoop loop() {
        return new PacketLoop(
                EngineNames.ECHO,
                eventLoop,
                sockets.calls,
                format(),
                new PacketSettings(
                        SocketOptions.NONE, TimeUnit.MILLISECONDS.toNanos(RESEND_MILLIS), perSecond, perSecondPerHost),
                () -> start + sockets.epoll.now);
    }

    private PacketProbe start(PacketLoop loop) {
        SilentProbe probe = new SilentProbe();
        probes.add(probe);
        PacketProbe started = loop.loopProbe(probe);
        loop.start(started);
        return started;
    }

    /** Runs what was planned for one probe, and then its deadline. */
    private Outcome atDeadline() {
        PacketLoop loop = loop();
        return atDeadline(loop, start(loop));
    }

    private Outcome atDeadline(PacketLoop loop, PacketProbe last) {
        at(DEADLINE_MILLIS + 5, () -> loop.signal(last, LoopProbe.Command.EXPIRE));
        at(DEADLINE_MILLIS + 6, () -> {});
        eventLoop.run();
        return Objects.requireNonNull(probes.get(probes.size() - 1).outcome);
    }

    private void firstIsSentAtOnce() {
        at(0, () -> {});
    }

    private static void assertStalled(Outcome found) {
        assertThat(found).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.STALLED);
            assertThat(failed.cause())
                    .hasMessage("no answer, but of two packets that were due only one was sent in time");
        });
    }

    @Test
    void twoPackets_makeSilence() {
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> {});

        assertThat(atDeadline()).isInstanceOf(Outcome.Silent.class);
        assertThat(sockets.packetsSent).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"EPERM", "EINVAL", "EACCES"})
    void secondPacketThatTheKernelRefuses_isMissed(Errno errno) {
        firstIsSentAtOnce();
        failFrom(RESENT_MILLIS, errno);

        Outcome found = atDeadline();
        assertStalled(found);
        assertThat(((Outcome.Failed) found).cause())
                .hasRootCauseMessage("sendmmsg(2) failed: " + errno + " (" + errno.number + ")");
        assertThat(found.evidence().syns()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"EAGAIN", "ENOBUFS", "ENOMEM"})
    void secondPacketWithoutRoomUntilTheDeadline_isMissed(Errno errno) {
        firstIsSentAtOnce();
        failFrom(RESENT_MILLIS, errno);

        assertStalled(atDeadline());
    }

    @Test
    void secondPacketWithoutRoomForAWhile_isSent() {
        firstIsSentAtOnce();
        failFrom(RESENT_MILLIS, Errno.ENOBUFS);
        mendAt(200);
        at(210, () -> {});

        assertThat(atDeadline()).isInstanceOf(Outcome.Silent.class);
        assertThat(sockets.packetsSent).isEqualTo(2);
    }

    @Test
    void secondPacketWithRoomOnlyAfterTheDeadline_isNotSent() {
        firstIsSentAtOnce();
        failFrom(RESENT_MILLIS, Errno.ENOBUFS);
        mendAt(DEADLINE_MILLIS);

        assertStalled(atDeadline());
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void firstPacketWithRoomOnlyAfterTheDeadline_isNotSent() {
        sockets.sendErrno = Errno.ENOBUFS.number;
        firstIsSentAtOnce();
        mendAt(DEADLINE_MILLIS);

        Outcome found = atDeadline();
        assertThat(found).isInstanceOf(Outcome.Silent.class);
        assertThat(found.evidence().syns()).isZero();
        assertThat(sockets.packetsSent).isZero();
    }

    @Test
    void secondPacketHeldUpInTheCallUntilTheDeadline_isMissed() {
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> sockets.onSend = () -> setClock(DEADLINE_MILLIS));

        assertStalled(atDeadline());
        assertThat(sockets.packetsSent).isEqualTo(2);
    }

    @Test
    void secondPacketHeldUpBeforeTheCallUntilTheDeadline_isMissedAndNotSent() {
        firstIsSentAtOnce();
        // After the wheel has given the probe out.
        at(RESENT_MILLIS, () -> onNewBatch = () -> setClock(DEADLINE_MILLIS));

        assertStalled(atDeadline());
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void secondPacketThatTheLimitOfAllPacketsKeeps_isNotMissed() {
        perSecond = 1;
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> {});

        assertThat(atDeadline()).isInstanceOf(Outcome.Silent.class);
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void secondPacketWithoutRoomAfterTheLimitHasLetItGo_isMissed() {
        perSecond = 5;
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> {});
        failFrom(210, Errno.ENOBUFS);

        assertStalled(atDeadline());
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void secondPacketThatTheLimitOfItsHostKeeps_isNotMissed() {
        perSecondPerHost = 1;
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> {});

        assertThat(atDeadline()).isInstanceOf(Outcome.Silent.class);
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void secondPacketThatTheLimitOfItsHostHasLetGo_isMissedIfTheLoopIsLate() {
        perSecondPerHost = 5;
        firstIsSentAtOnce();
        at(RESENT_MILLIS, () -> {});

        assertStalled(atDeadline());
        assertThat(sockets.packetsSent).isEqualTo(1);
    }

    @Test
    void secondPacketWhoseTurnAtItsHostHasCome_isMissedIfThereIsNoRoom() {
        perSecondPerHost = 50;
        PacketLoop loop = loop();
        PacketProbe unused = start(loop);
        PacketProbe before = start(loop);
        PacketProbe behind = start(loop);
        firstIsSentAtOnce();
        at(25, () -> {});
        at(50, () -> {});
        // The first one is sent again, the next has to wait, and the last has to wait for that one.
        at(170, () -> {});
        at(175, () -> loop.signal(before, LoopProbe.Command.CANCEL));
        failFrom(200, Errno.ENOBUFS);

        assertStalled(atDeadline(loop, behind));
        assertThat(sockets.packetsSent).isEqualTo(4);
    }

    @Test
    void secondPacketWithoutALocalId_isLeftOut() {
        firstIsSentAtOnce();
        at(
                RESENT_MILLIS,
                () -> onAssignLocalId = () -> {
                    throw new SystemCallException("bind(2)", Errno.EADDRINUSE.number);
                });

        assertThat(atDeadline()).isInstanceOf(Outcome.Silent.class);
        assertThat(sockets.packetsSent).isEqualTo(1);
    }
}
