package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loop that was held up comes to a new probe only after its deadline. */
class LateStartTest {
    private final FakeSockets sockets = new FakeSockets();
    private final EpollLoop eventLoop = new EpollLoop(sockets.epoll, sockets.epoll);
    private final HalfOpenLoop loop = new HalfOpenLoop(
            eventLoop,
            sockets.calls,
            new SocketFactory(sockets.calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
            1);

    private @Nullable Outcome outcome;
    private boolean isSent;

    private final class LateProbe extends Probe {
        LateProbe() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 80), System.nanoTime());
        }

        @Override
        public void sent(long nanoTime) {
            isSent = true;
        }

        @Override
        public void complete(Outcome found) {
            outcome = found;
        }
    }

    @Test
    void probeWhoseDeadlineHasPassed_isNotSent() {
        loop.start(loop.loopProbe(new LateProbe()));
        sockets.epoll.poll(() -> {});
        sockets.epoll.afterLastPoll = eventLoop::shutDown;
        eventLoop.run();

        assertThat(outcome).isInstanceOf(Outcome.Silent.class);
        assertThat(isSent).isFalse();
    }
}
