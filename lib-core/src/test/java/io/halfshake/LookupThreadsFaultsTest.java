package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that cannot be made or started, or that do not run yet. */
class LookupThreadsFaultsTest {
    /** Of names never asked before, at a time. */
    private static final int PLACES = 32;

    private final List<Runnable> made = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();
    private final LookupThreads pool = new LookupThreads(this::clock, 1, this::thread);

    /** What is thrown next, by what throws it. */
    private @Nullable Error onMake;

    private @Nullable Error onStart;
    private @Nullable Error onClock;
    private long now;

    private static final class Task extends LookupThreads.Task {
        int runs;
        Runnable work = () -> {};
        final List<Throwable> failures = new ArrayList<>();

        Task(LookupQueue.Lane lane) {
            super(lane);
        }

        @Override
        void run() {
            runs++;
            work.run();
        }

        @Override
        void fail(Throwable cause) {
            failures.add(cause);
        }
    }

    private long clock() {
        Error error = onClock;
        onClock = null;
        if (error != null) {
            throw error;
        }
        return now;
    }

    private Thread thread(Runnable work) {
        if (onMake != null) {
            throw onMake;
        }
        made.add(work);
        Error error = onStart;
        return new Thread(work) {
            @Override
            public synchronized void start() {
                if (error != null) {
                    throw error;
                }
            }
        };
    }

    private Task submit() {
        return submit(LookupQueue.Lane.NEW);
    }

    private Task submit(LookupQueue.Lane lane) {
        Task task = new Task(lane);
        tasks.add(task);
        pool.lock.lock();
        try {
            pool.submit(task);
        } finally {
            pool.lock.unlock();
        }
        pool.failUnstarted();
        return task;
    }

    private int running() {
        pool.lock.lock();
        try {
            return pool.running();
        } finally {
            pool.lock.unlock();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void lookupWithoutAThread_failsAndFreesItsPlace(boolean making) {
        Error error = new StackOverflowError("of the caller");
        if (making) {
            onMake = error;
        } else {
            onStart = error;
        }
        for (int i = 0; i < LookupQueue.MAX_RUNNING + 1; i++) {
            assertThat(submit().failures).containsExactly(error);
        }
        assertThat(running()).isZero();
        onMake = null;
        onStart = null;
        Task next = submit();

        assertThat(next.hasStarted()).isTrue();
        assertThat(next.failures).isEmpty();
        assertThat(running()).isOne();
    }

    @Test
    void waitingLookups_startOneTimerThread() {
        for (int i = 0; i < 1_000; i++) {
            submit();
        }

        assertThat(made).hasSize(PLACES + 1);
    }

    @Test
    void timerThreadThatFailsToStart_isReplaced() {
        for (int i = 0; i < PLACES; i++) {
            submit();
        }
        onStart = new OutOfMemoryError("of a thread");
        submit();
        submit();
        onStart = null;
        submit();
        submit();

        assertThat(made).hasSize(PLACES + 3);
        assertThat(tasks).allMatch(task -> task.failures.isEmpty());
    }

    @Test
    void threadThatStartedNothing_triesAgain() {
        for (int i = 0; i < PLACES; i++) {
            submit(LookupQueue.Lane.SLOW);
        }
        Task last = submit(LookupQueue.Lane.SLOW);
        assertThat(last.hasStarted()).isFalse();
        onClock = new OutOfMemoryError("of a test");
        assertThatCode(() -> made.get(0).run()).doesNotThrowAnyException();

        assertThat(onClock).isNull();
        assertThat(last.runs).isOne();
    }

    @Test
    void thread_reportsFailedStartsBeforeItsOwnLookup() {
        for (int i = 0; i < PLACES; i++) {
            submit();
        }
        Task own = submit();
        Task other = submit();
        List<Throwable> toldBefore = new ArrayList<>();
        own.work = () -> toldBefore.addAll(other.failures);
        Error error = new OutOfMemoryError("of a thread");
        onStart = error;
        now = LookupQueue.QUICK_NANOS;
        made.get(PLACES).run();

        assertThat(own.runs).isOne();
        assertThat(toldBefore).containsExactly(error);
    }

    @Test
    void lookupWithAThread_doesNotRunAfterStop() {
        Task task = submit();
        pool.lock.lock();
        try {
            pool.stop();
        } finally {
            pool.lock.unlock();
        }
        made.get(0).run();

        assertThat(task.runs).isZero();
        assertThat(task.failures).isEmpty();
        assertThat(running()).isZero();
    }
}
