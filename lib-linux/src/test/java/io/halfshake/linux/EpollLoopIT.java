package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event loop on the real kernel. */
class EpollLoopIT {
    private static final int ROUNDS = 20_000;

    private final FaultyCalls calls = new FaultyCalls();
    private final EpollLoop loop = EpollLoop.start("halfshake-test", calls);

    @AfterEach
    void close() {
        OnLoop.shutDown(loop);
        assertThat(calls.openDescriptors()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    /** The loop falls asleep between any two of them, or is about to. */
    @Test
    void task_isNeverLost() throws InterruptedException {
        Thread[] threads = new Thread[2];
        AtomicInteger lost = new AtomicInteger();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                for (int round = 0; round < ROUNDS && lost.get() == 0; round++) {
                    CountDownLatch done = new CountDownLatch(1);
                    loop.execute(new LoopTask(done::countDown));
                    lost.addAndGet(isOver(done) ? 0 : 1);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(lost).hasValue(0);
    }

    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 50_000, 2_000_000, 12_000_000})
    void timer_isNeverEarly(long nanos) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        long[] between = new long[2];
        OnLoop.run(loop, () -> {
            between[0] = System.nanoTime();
            loop.schedule(
                    new LoopTask(() -> {
                        between[1] = System.nanoTime();
                        done.countDown();
                    }),
                    nanos);
        });
        assertThat(isOver(done)).isTrue();
        assertThat(between[1] - between[0]).isGreaterThanOrEqualTo(nanos);
    }

    @Test
    void interrupt_changesNothing() throws InterruptedException {
        OnLoop.run(loop, () -> Thread.currentThread().interrupt());
        OnLoop.run(loop, () -> {});
        assertThat(loop.isShuttingDown()).isFalse();
    }

    @Test
    void loopThread_isADaemonThatKeepsNoApplicationsClassLoader() throws InterruptedException {
        OnLoop.run(loop, () -> {
            Thread thread = Thread.currentThread();
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).startsWith("halfshake-test-");
            assertThat(thread.getContextClassLoader()).isSameAs(EpollLoop.class.getClassLoader());
            assertThat(loop.inEventLoop()).isTrue();
        });
        assertThat(loop.inEventLoop()).isFalse();
    }
}
