package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.internal.Threads;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Runs what a {@link LookupQueue} lets start. The thread that went idle last is used first, so that the others end. */
final class LookupThreads {
    /** Where the heap is full. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Guards the queue too, and whatever its user decides together with it. */
    final ReentrantLock lock = new ReentrantLock();

    private final LookupQueue queue = new LookupQueue();
    private final LongSupplier nanoClock;
    private final long idleNanos;
    private final ThreadFactory threads;
    private final ArrayDeque<Worker> idle = new ArrayDeque<>(LookupQueue.MAX_RUNNING + 1);
    private final Set<Worker> workers = new HashSet<>();

    /** Linked by the tasks themselves, since what has no thread may have no heap either. */
    private @Nullable Task unstarted;

    /** Started to be idle, and not yet there. */
    private @Nullable Worker watcher;

    private boolean closed;

    /** {@code idleNanos}: how long a thread without a look-up stays. */
    LookupThreads(LongSupplier nanoClock, long idleNanos) {
        this(nanoClock, idleNanos, work -> new Thread(work, "halfshake-resolver"));
    }

    LookupThreads(LongSupplier nanoClock, long idleNanos, ThreadFactory threads) {
        this.nanoClock = nanoClock;
        this.idleNanos = idleNanos;
        this.threads = threads;
    }

    /** A look-up. */
    abstract static class Task extends LookupQueue.Entry {
        private @Nullable Task nextUnstarted;
        private @Nullable Throwable whyUnstarted;

        Task(LookupQueue.Lane lane) {
            super(lane);
        }

        /** Called without the lock. */
        abstract void run();

        /** Called without the lock, when there could be no thread, or {@link #run} threw. */
        abstract void fail(Throwable cause);

        /** Called without the lock, once, when it has waited for {@link LookupQueue#HELD_UP_NANOS} and still waits. */
        void heldUp() {}
    }

    /** Runs the task when its turn comes; with the lock held, and {@link #failUnstarted} to be called afterwards. */
    void submit(Task task) {
        queue.add(task, nanoClock.getAsLong());
        dispatch();
    }

    /** With the lock held. */
    void withdraw(Task task) {
        queue.remove(task);
    }

    /** Without the lock. */
    void failUnstarted() {
        for (Task task = nextUnstarted(); task != null; task = nextUnstarted()) {
            Throwable cause = task.whyUnstarted;
            fail(task, cause == null ? new OutOfMemoryError("no thread") : cause);
        }
    }

    private @Nullable Task nextUnstarted() {
        FailSafe.lock(lock);
        try {
            Task task = unstarted;
            if (task != null) {
                unstarted = task.nextUnstarted;
                task.nextUnstarted = null;
            }
            return task;
        } finally {
            lock.unlock();
        }
    }

    /** Throws nothing: a thread has others to serve. */
    private static void fail(Task task, Throwable cause) {
        try {
            task.fail(cause);
        } catch (Throwable e) {
            FailSafe.log(Level.WARNING, "the failure of a look-up could not be delivered", e);
        }
    }

    private void dispatch() {
        long now = nanoClock.getAsLong();
        for (LookupQueue.Entry next = queue.next(now); next != null; next = queue.next(now)) {
            assign((Task) next);
        }
        if (nanosToNext(now) != Long.MAX_VALUE) {
            // A thread without a look-up waits for the time at which one more may start, or is held up.
            if (idle.isEmpty()) {
                if (watcher == null) {
                    start(null);
                }
            } else {
                idle.getFirst().wakeup.signal();
            }
        }
    }

    private long nanosToNext(long now) {
        return Math.min(queue.nanosToNext(now), queue.nanosToHeldUp(now));
    }

    private void assign(Task task) {
        Worker worker = idle.poll();
        if (worker != null) {
            worker.task = task;
            worker.wakeup.signal();
        } else {
            start(task);
        }
    }

    private void start(@Nullable Task task) {
        Worker worker = null;
        try {
            worker = new Worker(task);
            workers.add(worker);
            if (task == null) {
                watcher = worker;
            }
            worker.thread.start();
        } catch (Throwable e) {
            // Also the caller's stack may have no room for it. What was thrown after the start stops no thread.
            if (worker == null || worker.thread.getState() == Thread.State.NEW) {
                ended(worker);
                if (task != null) {
                    unstarted(task, e);
                }
            }
        }
    }

    private void unstarted(Task task, Throwable cause) {
        queue.finished(task);
        task.whyUnstarted = cause;
        task.nextUnstarted = unstarted;
        unstarted = task;
    }

    private void ended(@Nullable Worker worker) {
        if (worker != null) {
            workers.remove(worker);
            idle.remove(worker);
            arrived(worker);
        }
    }

    private void arrived(Worker worker) {
        if (watcher == worker) {
            watcher = null;
        }
    }

    private final class Worker implements Runnable {
        final Condition wakeup = lock.newCondition();
        final Thread thread = threads.newThread(this);

        @Nullable
        Task task;

        Worker(@Nullable Task task) {
            this.task = task;
            thread.setDaemon(true);
        }

        @Override
        public void run() {
            Throwable cause = null;
            try {
                for (Task next = next(null); next != null; next = next(next)) {
                    perform(next);
                }
            } catch (Throwable e) {
                FailSafe.log(Level.WARNING, "a thread for look-ups ended", e);
                cause = e;
            }
            FailSafe.lock(lock);
            try {
                ended(this);
                if (task != null) {
                    leave(task, cause);
                }
            } finally {
                lock.unlock();
            }
            failUnstarted();
        }

        private void perform(Task next) {
            // Those for which next() got no thread: this one may take long.
            failUnstarted();
            try {
                next.run();
            } catch (Throwable e) {
                FailSafe.log(Level.WARNING, "a look-up failed to end", e);
                fail(next, e);
            }
        }

        /** Ends with a task not begun. After {@link #stop} it is not failed: what closed this answers it. */
        private void leave(Task left, @Nullable Throwable cause) {
            task = null;
            if (cause != null && !closed) {
                unstarted(left, cause);
            } else {
                queue.finished(left);
            }
        }

        /** Waits for a task; null after a long time without one. */
        private @Nullable Task next(@Nullable Task finished) {
            FailSafe.lock(lock);
            try {
                arrived(this);
                if (finished != null) {
                    queue.finished(finished);
                }
                if (task == null && !closed) {
                    idle.push(this);
                    awaitTask();
                }
                if (closed) {
                    return null;
                }
                Task next = task;
                task = null;
                // What a look-up did to this thread is not the next one's business.
                boolean unused = Thread.interrupted();
                return next;
            } finally {
                lock.unlock();
            }
        }

        private void awaitTask() {
            long since = System.nanoTime();
            while (task == null && !closed) {
                try {
                    dispatch();
                    if (task == null && !deliverHeldUp() && !awaitWakeup(since)) {
                        idle.remove(this);
                        return;
                    }
                } catch (OutOfMemoryError e) {
                    // What waits must not wait for the next one that asks.
                    pause();
                }
            }
        }

        /** False if there is nothing to deliver. */
        private boolean deliverHeldUp() {
            Task late = (Task) queue.nextHeldUp(nanoClock.getAsLong());
            if (late == null) {
                return false;
            }
            // A callback may occupy this thread for long. Meanwhile it gets no look-up, and is the watcher, so that no
            // more than one thread is occupied.
            idle.remove(this);
            if (watcher == null) {
                watcher = this;
            }
            lock.unlock();
            try {
                late.heldUp();
            } catch (Throwable e) {
                FailSafe.log(Level.WARNING, "an earlier answer could not be delivered", e);
            } finally {
                FailSafe.lock(lock);
                arrived(this);
                idle.push(this);
            }
            return true;
        }

        /** False after a long time without a task. */
        @SuppressWarnings("WaitNotInLoop") // The loop is the caller's.
        private boolean awaitWakeup(long since) {
            long left = idleNanos - (System.nanoTime() - since);
            long toNext = idle.peek() == this ? nanosToNext(nanoClock.getAsLong()) : Long.MAX_VALUE;
            if (left <= 0 && toNext == Long.MAX_VALUE) {
                return false;
            }
            try {
                long unused = wakeup.awaitNanos(toNext == Long.MAX_VALUE ? left : toNext);
                return true;
            } catch (InterruptedException e) {
                // By a look-up that has ended, or to look whether it is closed.
                return true;
            }
        }

        private void pause() {
            lock.unlock();
            try {
                LockSupport.parkNanos(RETRY_NANOS);
            } finally {
                FailSafe.lock(lock);
            }
        }
    }

    /** With the lock held. */
    int running() {
        return queue.running();
    }

    int idle() {
        FailSafe.lock(lock);
        try {
            return idle.size();
        } finally {
            lock.unlock();
        }
    }

    /** With the lock held. */
    boolean isClosed() {
        return closed;
    }

    /** Interrupts what runs, and begins nothing more, assigned or not; with the lock held. */
    void stop() {
        closed = true;
        workers.forEach(worker -> worker.thread.interrupt());
    }

    /** Waits for the threads' ends, for a bounded time. */
    void awaitEnd(long millis) {
        List<Worker> left;
        FailSafe.lock(lock);
        try {
            left = List.copyOf(workers);
        } finally {
            lock.unlock();
        }
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (Worker worker : left) {
            long remaining = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (remaining > 0) {
                Threads.joinUninterruptibly(worker.thread, remaining);
            }
        }
    }
}
