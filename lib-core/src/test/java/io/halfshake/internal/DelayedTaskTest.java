package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.Eventually;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class DelayedTaskTest {
    private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

    private final List<Runnable> scheduled = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timer =
            DelayedTask.timer(task -> DelayedTask.newThread(task, "timer-of-a-test"));

    /** A pool whose first threads cannot be started, as at a limit of threads. */
    private static ThreadPoolExecutor pool(int maxThreads, int failures) {
        AtomicInteger left = new AtomicInteger(failures);
        return DelayedTask.pool(maxThreads, task -> {
            if (left.getAndDecrement() > 0) {
                throw new OutOfMemoryError("no thread");
            }
            return DelayedTask.newThread(task, "delayed-of-a-test");
        });
    }

    private Runnable schedule(Runnable task, ThreadPoolExecutor pool) {
        Runnable takeBack = DelayedTask.schedule(1, task, timer, pool);
        scheduled.add(takeBack);
        return takeBack;
    }

    @AfterEach
    void takeAllBack() {
        scheduled.forEach(Runnable::run);
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(1, TimeUnit.MINUTES).join();
    }

    private static void awaitEnd(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.MINUTES.toMillis(1));
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void schedule_runsNeitherOnTheTimerThreadNorTheCallers() throws InterruptedException {
        CompletableFuture<Thread> ranOn = new CompletableFuture<>();
        Runnable unused = DelayedTask.schedule(1, () -> ranOn.complete(Thread.currentThread()));

        Thread thread = get(ranOn);
        assertThat(thread.getName()).isEqualTo("halfshake-delayed");
        assertThat(thread.isDaemon()).isTrue();
        awaitEnd(thread);
    }

    @Test
    void timerThread_endsOnceNothingIsScheduled() throws InterruptedException {
        Eventually.holds(
                "the end of an earlier test's timer thread",
                () -> timerThreads().isEmpty());
        Runnable takeBack = DelayedTask.schedule(TimeUnit.DAYS.toNanos(1), () -> {});
        List<Thread> timers = timerThreads();
        assertThat(timers).hasSize(1);

        takeBack.run();

        awaitEnd(timers.get(0));
    }

    private static List<Thread> timerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("halfshake-timeouts"))
                .toList();
    }

    @Test
    void task_runsWithTheContextClassLoaderOfTheThreadThatScheduledIt() throws Exception {
        Thread caller = Thread.currentThread();
        ClassLoader before = caller.getContextClassLoader();
        CompletableFuture<ClassLoader> during = new CompletableFuture<>();
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        try (URLClassLoader application = new URLClassLoader(new URL[0])) {
            caller.setContextClassLoader(application);
            Runnable unused = DelayedTask.schedule(1, () -> {
                during.complete(Thread.currentThread().getContextClassLoader());
                thread.complete(Thread.currentThread());
            });

            assertThat(get(during)).isSameAs(application);
        } finally {
            caller.setContextClassLoader(before);
        }
        awaitEnd(get(thread));
        assertThat(get(thread).getContextClassLoader()).isNull();
    }

    @Test
    void newThread_inheritsNothingOfTheApplicationThatStartsIt() throws InterruptedException {
        AtomicInteger inherited = new AtomicInteger();
        INHERITABLE.set("of the application");
        try {
            Thread thread = DelayedTask.newThread(
                    () -> {
                        if (INHERITABLE.get() != null) {
                            inherited.incrementAndGet();
                        }
                    },
                    "thread-of-a-test");
            assertThat(thread.getContextClassLoader()).isNull();
            thread.start();
            awaitEnd(thread);
        } finally {
            INHERITABLE.remove();
        }
        assertThat(inherited).hasValue(0);
    }

    @Test
    void timerWithoutAThread_keepsNoTask() {
        ScheduledThreadPoolExecutor broken = DelayedTask.timer(task -> {
            throw new OutOfMemoryError("no thread");
        });

        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> DelayedTask.schedule(1, () -> {}, broken, pool(1, 0)));
        assertThat(broken.getQueue()).isEmpty();
    }

    @Test
    void taskWithoutAThread_runsOnceThereIsOne() {
        AtomicInteger runs = new AtomicInteger();
        ThreadPoolExecutor pool = pool(1, 3);
        CompletableFuture<Integer> ran = new CompletableFuture<>();
        schedule(() -> ran.complete(runs.incrementAndGet()), pool);
        get(ran);

        CompletableFuture<Integer> later = new CompletableFuture<>();
        schedule(() -> later.complete(runs.incrementAndGet()), pool);
        assertThat(get(later)).isEqualTo(2);
    }

    @Test
    void taskWithoutAThread_runsOnOneThatComesFree() {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Thread> first = new CompletableFuture<>();
        CompletableFuture<Thread> second = new CompletableFuture<>();
        ThreadPoolExecutor pool = pool(1, 0);
        // On a busy machine the timer may come only when an idle thread has ended.
        pool.setKeepAliveTime(1, TimeUnit.MINUTES);
        schedule(
                () -> {
                    first.complete(Thread.currentThread());
                    awaitQuietly(release);
                },
                pool);
        Thread busy = get(first);
        schedule(() -> second.complete(Thread.currentThread()), pool);
        assertThat(second).isNotDone();
        release.countDown();

        assertThat(get(second)).isSameAs(busy);
        pool.shutdown();
    }

    @Test
    void taskTakenBackWithoutAThread_doesNotRunAndHoldsUpNone() {
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<?> tried = new CompletableFuture<>();
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Runnable takeBack = schedule(runs::incrementAndGet, DelayedTask.pool(1, task -> {
            tried.complete(null);
            throw new OutOfMemoryError("no thread");
        }));
        get(tried);
        takeBack.run();
        schedule(() -> next.complete(runs.get()), pool(1, 0));

        assertThat(get(next)).isZero();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
