package io.halfshake.monitor;

import io.halfshake.internal.Threads;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tells one listener, on the user's executor or on a pool of its own, so that a listener that hangs holds up no other.
 * One task at a time takes a target's transitions, in order.
 */
final class Announcer {
    /** A listener may hang for ever, and closing must not. */
    private static final long CLOSE_WAIT_MILLIS = 250;

    private static final long IDLE_SECONDS = 5;

    /** A call that hangs must not hold up the other targets' as well. */
    private static final int FEWEST_THREADS = 4;

    /** Of a listener that hangs: some 40 MB. One that keeps up is told of a million targets that go down at once. */
    private static final int MOST_WAITING = 100_000;

    private static final Logger LOG = System.getLogger("io.halfshake");

    /** One for all: an executor that runs at once what it was given earlier may have it from another announcer. */
    private static final ThreadLocal<Boolean> SUBMITTING = ThreadLocal.withInitial(() -> false);

    private final MonitorListener listener;
    private final Executor executor;
    private final ThreadPoolExecutor own;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Telling> waiting = new HashMap<>();
    private final AtomicBoolean dropReported = new AtomicBoolean();
    private int waitingCount;
    private long failed;
    private long dropped;

    Announcer(MonitorListener listener, @Nullable Executor executor) {
        this.listener = listener;
        int threads = Math.max(FEWEST_THREADS, Runtime.getRuntime().availableProcessors());
        this.own = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                task -> new ListenerThread(this, task));
        own.allowCoreThreadTimeOut(true);
        this.executor = executor == null ? own : executor;
    }

    private static final class ListenerThread extends Thread {
        final Announcer announcer;

        ListenerThread(Announcer announcer, Runnable task) {
            super(task, "halfshake-listener");
            this.announcer = announcer;
            setDaemon(true);
        }
    }

    /**
     * Puts a transition behind those of its target that are not told yet. May be called with locks held.
     *
     * @return whether {@link #submit} must follow, without locks
     */
    boolean enqueue(Transition transition) {
        lock.lock();
        try {
            if (waitingCount >= MOST_WAITING) {
                dropped++;
                return false;
            }
            Telling telling = waiting.get(transition.target());
            if (telling == null) {
                telling = new Telling(transition.target());
                waiting.put(transition.target(), telling);
            }
            telling.transitions.add(transition);
            waitingCount++;
            // Once more while it has not begun: some executors lose a task and do not say so.
            return !telling.begun;
        } finally {
            lock.unlock();
        }
    }

    void submit(String target) {
        Runnable task = waitingFor(target);
        if (task == null) {
            return;
        }
        SUBMITTING.set(true);
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            submitToOwn(task);
        } finally {
            SUBMITTING.set(false);
        }
    }

    private @Nullable Runnable waitingFor(String target) {
        lock.lock();
        try {
            return waiting.get(target);
        } finally {
            lock.unlock();
        }
    }

    /** Without locks: a log is somebody else's code. */
    void reportDropped() {
        if (dropped() > 0 && dropReported.compareAndSet(false, true)) {
            LOG.log(Level.WARNING, "a listener has " + MOST_WAITING + " transitions waiting, and is not told the next");
        }
    }

    private void submitToOwn(Runnable task) {
        try {
            own.execute(task);
        } catch (RejectedExecutionException closed) {
            // The monitor is closed, but its last transitions must still arrive.
            new ListenerThread(this, task).start();
        } catch (OutOfMemoryError noThread) {
            // The next thread that can be had finds it there.
            own.getQueue().add(task);
        }
    }

    /** One target's transitions, until there is none left. An executor may run it twice: it refuses, and runs it. */
    private final class Telling implements Runnable {
        private final String target;
        private final Queue<Transition> transitions = new ArrayDeque<>(1);
        private boolean begun;

        Telling(String target) {
            this.target = target;
        }

        @Override
        public void run() {
            if (SUBMITTING.get()) {
                // An executor that runs tasks at once: this thread is the monitor's or the checker's.
                submitToOwn(this);
                return;
            }
            if (!begin()) {
                return;
            }
            for (Transition next = next(); next != null; next = next()) {
                tell(next);
            }
        }

        private boolean begin() {
            lock.lock();
            try {
                boolean first = !begun;
                begun = true;
                return first;
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Transition next() {
            lock.lock();
            try {
                Transition next = transitions.poll();
                if (next == null) {
                    waiting.remove(target);
                } else {
                    waitingCount--;
                }
                return next;
            } finally {
                lock.unlock();
            }
        }
    }

    private void tell(Transition transition) {
        try {
            listener.onTransition(transition);
        } catch (RuntimeException | Error e) {
            // With many targets the log would hold nothing else; the counter tells how often.
            Level level = countFailure() == 1 ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "a listener failed at a transition of " + transition.target(), e);
        }
    }

    private long countFailure() {
        lock.lock();
        try {
            return ++failed;
        } finally {
            lock.unlock();
        }
    }

    long failed() {
        lock.lock();
        try {
            return failed;
        } finally {
            lock.unlock();
        }
    }

    long dropped() {
        lock.lock();
        try {
            return dropped;
        } finally {
            lock.unlock();
        }
    }

    /** Lets what is on its way arrive; waits for that, unless it is this listener that closes the monitor. */
    void close() {
        own.shutdown();
        boolean closedByListener = Thread.currentThread() instanceof ListenerThread thread && thread.announcer == this;
        if (!closedByListener) {
            Threads.awaitUninterruptibly(own, CLOSE_WAIT_MILLIS);
        }
    }
}
