package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What silence means where the loop was held up until the deadline. */
class PacketLoopTest {
    private static final int RECEIVE_BUFFER = 1 << 16;
    private static final long HOUR_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final FakeSockets sockets = new FakeSockets();
    private final EpollLoop eventLoop = new EpollLoop(sockets.epoll, sockets.epoll);

    private @Nullable Outcome outcome;

    PacketLoopTest() {
        sockets.epoll.afterLastPoll = eventLoop::shutDown;
    }

    private final class SilentProbe extends Probe {
        SilentProbe() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), System.nanoTime() + HOUR_NANOS);
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome found) {
            outcome = found;
        }
    }

    /** The event loop's clock is stopped, so that what is to be done later is not done. */
    private @Nullable Outcome atDeadline(long resendNanos) {
        PacketLoop loop = new PacketLoop(
                EngineNames.ECHO,
                eventLoop,
                sockets.calls,
                new EchoFormat(sockets.calls, SocketOptions.NONE, RECEIVE_BUFFER),
                new PacketSettings(SocketOptions.NONE, resendNanos, RateLimiter.UNLIMITED, RateLimiter.UNLIMITED));
        PacketProbe probe = loop.loopProbe(new SilentProbe());
        loop.start(probe);
        sockets.epoll.poll(() -> {});
        sockets.epoll.poll(() -> {
            probe.dueAt -= HOUR_NANOS;
            loop.signal(probe, LoopProbe.Command.EXPIRE);
        });
        sockets.epoll.poll(() -> {});
        eventLoop.run();
        assertThat(Collections.frequency(sockets.log, "sendmmsg")).isEqualTo(1);
        return outcome;
    }

    @Test
    void silenceWithoutTheSecondPacketThatWasDue_isStalled() {
        assertThat(atDeadline(MINUTE_NANOS)).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.reason()).isEqualTo(UnknownReason.STALLED);
            assertThat(failed.cause()).hasMessageContaining("of two packets that were due only one was sent in time");
            assertThat(failed.evidence().syns()).isEqualTo(1);
        });
    }

    @Test
    void silenceWithoutASecondPacket_isBelievedIfNoneWasPlanned() {
        assertThat(atDeadline(PacketSettings.NEVER)).isInstanceOf(Outcome.Silent.class);
    }

    @Test
    void lostRoute_isReportedRatherThanTheStall() {
        sockets.routeErrno = Errno.ENETUNREACH.number;

        assertThat(atDeadline(MINUTE_NANOS))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(UnknownReason.NO_ROUTE));
    }
}
