package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Handshake;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** An answer that waits for a loop which is paused, and then closed. */
class StallAtCloseIT {
    static {
        // A loop of the test's own makes system calls too.
        LibCBinding.retain();
    }

    @Test
    void stallEndedByAClosedLoop_isReportedAsFullHandshake() throws InterruptedException {
        NativeCalls calls = new NativeCalls();
        SocketFactory factory = new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED);
        EventLoop eventLoop = EpollLoop.start("halfshake-test", calls);
        HalfOpenLoop loop = new HalfOpenLoop(eventLoop, calls, factory, 1);
        try (TcpPeer listener = TcpPeer.neverAccepting()) {
            CountingProbe probe = new CountingProbe(listener.address(), new Injector(Injector.NEVER));

            // In one task, so that the loop cannot poll.
            OnLoop.run(eventLoop, () -> {
                loop.begin(loop.loopProbe(probe));
                Stall.of(Duration.ofMillis(300));
                loop.releaseSome(1);
                loop.endTurn();
            });
            OnLoop.shutDown(eventLoop);

            Outcome outcome = Objects.requireNonNull(probe.await());
            assertThat(outcome.evidence().handshake()).isEqualTo(Handshake.FULL);
            assertThat(loop.completedHandshakes()).isEqualTo(1);
            assertThat(listener.drainAccepted()).isEqualTo(1);
        }
    }
}
