package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.halfshake.testing.TcpPeer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** However many deadlines pass at once, answers to other checks wait for only some of them. */
class DeadlinesAtOnceIT {
    private static final int CHECKS = 2 * EngineLoop.COMMANDS_BEFORE_POLL + 500;
    private static final long TIMEOUT_SECONDS = 60;

    private final CountDownLatch sent = new CountDownLatch(CHECKS);
    private final CountDownLatch ended = new CountDownLatch(CHECKS);

    // What follows is the loop's thread's alone until the last check has ended.
    private int sincePoll;
    private int mostBetweenPolls;
    private int silent;

    HalfOpen setup() {
        return new HalfOpen();
    }

    private final class SilentProbe extends Probe {
        SilentProbe(InetSocketAddress address) {
            super(address, Long.MAX_VALUE);
        }

        @Override
        public void sent(long nanoTime) {
            sent.countDown();
        }

        @Override
        public void complete(Outcome outcome) {
            silent += outcome instanceof Outcome.Silent ? 1 : 0;
            mostBetweenPolls = Math.max(mostBetweenPolls, ++sincePoll);
            ended.countDown();
        }
    }

    /** What is scheduled runs only after the loop has polled. */
    private final class AfterEachPoll {
        private final EventLoop loop;
        private final LoopTask task = new LoopTask(this::run);

        AfterEachPoll(EventLoop loop) {
            this.loop = loop;
        }

        private void run() {
            sincePoll = 0;
            if (ended.getCount() > 0) {
                loop.schedule(task, 0);
            }
        }
    }

    @Test
    void simultaneousDeadlines_areProcessedWithPollsInBetween() throws InterruptedException {
        Engine engine = setup().provider().open(new EngineSettings(CHECKS, false));
        try (TcpPeer peer = TcpPeer.silent()) {
            List<SilentProbe> probes = IntStream.range(0, CHECKS)
                    .mapToObj(i -> new SilentProbe(peer.address()))
                    .toList();
            probes.forEach(engine::start);
            assertThat(sent.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();

            EventLoop loop = OnLoop.of(probes.get(0));
            OnLoop.run(loop, () -> {
                new AfterEachPoll(loop).run();
                probes.forEach(engine::expire);
            });

            assertThat(ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            engine.close();
        }
        assertThat(silent).isEqualTo(CHECKS);
        assertThat(mostBetweenPolls).isPositive().isLessThanOrEqualTo(EngineLoop.COMMANDS_BEFORE_POLL);
    }
}
