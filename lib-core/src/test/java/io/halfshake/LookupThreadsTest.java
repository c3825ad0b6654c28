package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class LookupThreadsTest {
    private static final long LONG_NANOS = 60_000_000_000L;

    private final AtomicLong time = new AtomicLong();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final List<LookupThreads> pools = new ArrayList<>();

    private LookupThreads pool(long idleNanos) {
        LookupThreads pool = new LookupThreads(time::get, idleNanos);
        pools.add(pool);
        return pool;
    }

    @AfterEach
    void close() {
        for (LookupThreads pool : pools) {
            pool.lock.lock();
            try {
                pool.stop();
            } finally {
                pool.lock.unlock();
            }
        }
        threads.forEach(Eventually::ends);
    }

    private void run(LookupThreads pool, Runnable work) {
        LookupThreads.Task task = new LookupThreads.Task(LookupQueue.Lane.NEW) {
            @Override
            void run() {
                threads.add(Thread.currentThread());
                work.run();
            }

            @Override
            void fail(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
        pool.lock.lock();
        try {
            pool.submit(task);
        } finally {
            pool.lock.unlock();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitIdle(LookupThreads pool, int count) {
        Eventually.holds(count + " idle threads", () -> pool.idle() == count);
    }

    @Test
    void idleThread_isReusedBeforeOneIsStarted() {
        LookupThreads pool = pool(LONG_NANOS);
        for (int i = 0; i < 20; i++) {
            run(pool, () -> {});
            awaitIdle(pool, 1);
        }

        assertThat(threads).hasSize(1);
    }

    @Test
    void lastIdleThread_isUsedFirst() {
        LookupThreads pool = pool(LONG_NANOS);
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch bothRun = new CountDownLatch(2);
        List<Thread> order = new ArrayList<>();
        for (CountDownLatch gate : List.of(first, second)) {
            run(pool, () -> {
                bothRun.countDown();
                await(gate);
                order.add(Thread.currentThread());
            });
        }
        await(bothRun);
        first.countDown();
        awaitIdle(pool, 1);
        second.countDown();
        awaitIdle(pool, 2);
        Thread lastIdle = order.get(1);
        for (int i = 0; i < 20; i++) {
            run(pool, () -> order.add(Thread.currentThread()));
            awaitIdle(pool, 2);
        }

        assertThat(order.subList(2, order.size())).hasSize(20).containsOnly(lastIdle);
    }

    @Test
    void idleThread_ends() {
        LookupThreads pool = pool(1);
        run(pool, () -> {});

        Eventually.holds("the look-up ran", () -> !threads.isEmpty());
        threads.forEach(Eventually::ends);
        assertThat(pool.idle()).isZero();
        run(pool, () -> {});
        Eventually.holds("another thread ran the next look-up", () -> threads.size() == 2);
    }

    @Test
    void lookupThatThrowsOrInterrupts_affectsNoOther() {
        LookupThreads pool = pool(LONG_NANOS);
        List<Boolean> interrupted = new ArrayList<>();
        run(pool, () -> {
            Thread.currentThread().interrupt();
            throw new StackOverflowError("of a look-up");
        });
        awaitIdle(pool, 1);
        run(pool, () -> interrupted.add(Thread.currentThread().isInterrupted()));
        awaitIdle(pool, 1);

        assertThat(threads).hasSize(1);
        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void waitingLookup_startsOnceARunningOneIsNoLongerQuick() {
        LookupThreads pool = pool(LONG_NANOS);
        CountDownLatch gate = new CountDownLatch(1);
        for (int i = 0; i < 33; i++) {
            run(pool, () -> await(gate));
        }
        Eventually.holds("32 look-ups run", () -> threads.size() == 32);
        // Nothing but the idle thread looks at the time.
        awaitIdle(pool, 1);
        time.addAndGet(LookupQueue.QUICK_NANOS);

        Eventually.holds("one more runs", () -> threads.size() == 33);
        gate.countDown();
    }
}
