package io.halfshake.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectThreadsTest {
    private static final boolean VIRTUAL = Runtime.version().feature() >= 21;
    private static final int MAX_STALLS = 20;

    /** Again where this machine was held up, so that virtual threads were thought not to work. */
    private static ConnectThreads forProbes(int wanted) {
        ConnectThreads threads = ConnectThreads.forProbes(wanted);
        for (int i = 1; i < MAX_STALLS && VIRTUAL && threads.executor() instanceof ThreadPoolExecutor; i++) {
            threads.executor().shutdown();
            threads = ConnectThreads.forProbes(wanted);
        }
        return threads;
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 1_000, 1_000_000})
    void probes_areCappedByTheKindOfThread(int wanted) {
        ConnectThreads threads = forProbes(wanted);
        threads.executor().shutdown();

        assertThat(threads.probes()).isEqualTo(Math.min(wanted, VIRTUAL ? 16_384 : 1_024));
    }

    @Test
    void threads_areVirtualWhereTheJdkHasThem() throws InterruptedException {
        AtomicReference<String> type = new AtomicReference<>();
        ExecutorService executor = forProbes(2).executor();
        executor.execute(() -> type.set(Thread.currentThread().getClass().getSimpleName()));
        executor.shutdown();

        assertThat(executor.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(type.get()).isEqualTo(VIRTUAL ? "VirtualThread" : "Thread");
    }

    @Test
    void platformPool_runsTwiceAsManyTasksAsProbesAndQueuesTheRest() throws InterruptedException {
        ExecutorService pool = ConnectThreads.platform(2).executor();
        CountDownLatch running = new CountDownLatch(4);
        CountDownLatch all = new CountDownLatch(100);
        CountDownLatch gate = new CountDownLatch(1);
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Runnable task = () -> {
            Thread thread = Thread.currentThread();
            threads.add(thread.getName() + (thread.isDaemon() ? ", a daemon " : "") + thread.getId());
            running.countDown();
            awaitQuietly(gate);
            all.countDown();
        };
        try {
            for (int i = 0; i < 100; i++) {
                pool.execute(task);
            }
            assertThat(running.await(60, TimeUnit.SECONDS)).as("four run").isTrue();
            gate.countDown();
            assertThat(all.await(60, TimeUnit.SECONDS)).as("all run").isTrue();
        } finally {
            gate.countDown();
            pool.shutdown();
        }
        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        assertThat(threads).hasSize(4).allMatch(name -> name.startsWith("halfshake-connect, a daemon "));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void freeThread_isReused() throws InterruptedException {
        ExecutorService pool = ConnectThreads.platform(100).executor();
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 50; i++) {
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> {
                threads.add(Thread.currentThread());
                done.countDown();
            });
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
        pool.shutdown();

        assertThat(pool.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
        // One that has just finished may not be waiting for the next task yet.
        assertThat(threads).hasSizeLessThan(50);
    }

    @Test
    void closedPool_rejectsTasks() {
        ExecutorService pool = ConnectThreads.platform(2).executor();
        pool.shutdownNow();

        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> pool.execute(() -> {}))
                .withMessage("connect threads: closed (expected open)");
    }
}
