package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a {@link CallbackExecutor} keeps of its threads. */
class CallbackThreadsTest {
    private static final class Task implements CallbackExecutor.Callback {
        @Override
        public void run() {}

        @Override
        public void queued() {}

        @Override
        public boolean isQueued() {
            return false;
        }
    }

    /** Goes on for a moment after the pool has ended, unless it is joined. */
    private static final class LingeringThread extends Thread {
        private final Thread closer = Thread.currentThread();

        LingeringThread(Runnable task) {
            super(task);
        }

        @Override
        public void run() {
            super.run();
            long start = System.nanoTime();
            while (!isJoined() && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
                Thread.onSpinWait();
            }
        }

        private boolean isJoined() {
            return Arrays.stream(closer.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().equals("joinUninterruptibly"));
        }
    }

    @Test
    void threadThatCannotBeStarted_isNotKept() throws InterruptedException {
        List<WeakReference<Thread>> threads = new ArrayList<>();
        CallbackExecutor executor = new CallbackExecutor(null, "test", 1, task -> {
            // A thread starts only once.
            Thread thread = new Thread(() -> {});
            thread.start();
            Threads.joinUninterruptibly(thread, TimeUnit.MINUTES.toMillis(1));
            threads.add(new WeakReference<>(thread));
            return thread;
        });
        assertThatThrownBy(() -> executor.execute(new Task())).isInstanceOf(IllegalThreadStateException.class);

        for (int i = 0; i < 100 && threads.stream().anyMatch(thread -> thread.get() != null); i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(threads).isNotEmpty().allMatch(thread -> thread.get() == null);
        executor.close();
    }

    @Test
    void closeAfter_runsItsTaskOnThisThreadWhereThePoolHasNone() {
        CallbackExecutor executor = new CallbackExecutor(Runnable::run, "test", 1, task -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        List<Thread> ranOn = new ArrayList<>();

        executor.closeAfter(() -> ranOn.add(Thread.currentThread()));

        assertThat(ranOn).containsExactly(Thread.currentThread());
    }

    @Test
    void submitWithoutWaiting_runsItsTaskOnThisThreadWhereThePoolHasNone() {
        CallbackExecutor executor = new CallbackExecutor(Runnable::run, "test", 1, task -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        List<Thread> ranOn = new ArrayList<>();

        executor.submitWithoutWaiting(() -> ranOn.add(Thread.currentThread()));

        assertThat(ranOn).containsExactly(Thread.currentThread());
        executor.close();
    }

    @Test
    void close_waitsForTheEndsOfItsThreads() {
        List<Thread> threads = new ArrayList<>();
        ThreadFactory factory = task -> {
            Thread thread = new LingeringThread(task);
            threads.add(thread);
            return thread;
        };
        CallbackExecutor executor = new CallbackExecutor(null, "test", 1, factory, TimeUnit.MINUTES.toMillis(1));
        executor.execute(new Task());

        executor.close();

        assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
    }
}
