package io.halfshake.monitor;

import io.halfshake.internal.CallbackExecutor;
import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.time.MonitorThread;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Calls one listener, on the user's executor or on a pool of its own, so that a listener that hangs delays no other.
 * One task at a time takes a target's results and transitions, in order, and leaves a thread of the pool to other
 * targets after some of them.
 */
final class ListenerDispatcher {
    /** A call that hangs must not hold up the other targets' as well. */
    private static final int MIN_THREADS = 4;

    /** Some 40 MB for a listener that hangs. Transitions have no limit: each reaches the listener. */
    static final int MAX_WAITING_RESULTS = 100_000;

    /** After that many of one target, others that wait for a thread of the pool have theirs. */
    static final int MAX_IN_A_ROW = 16;

    /** So many that the log says so: the listener hangs, or they come faster than it takes them. */
    static final int MANY_TRANSITIONS = 100_000;

    /** In place of a target, for what is told of the witnesses. No target has this text. */
    static final String WITNESSES = "the witnesses";

    /** The event that comes last of a target. */
    private static final Object REMOVAL = new Object();

    /** What the listeners of one monitor missed, all together. */
    static final class Counters {
        final LongAdder failed = new LongAdder();
        final LongAdder droppedResults = new LongAdder();
    }

    final boolean resultsWanted;
    private final boolean removalsWanted;
    private final boolean blindnessWanted;
    private final MonitorListener listener;
    private final ListenerCalls calls;
    private final Counters counters;
    private final CallbackExecutor callbacks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, TargetEvents> waiting = new HashMap<>();
    private final AtomicBoolean manyReported = new AtomicBoolean();
    private int waitingTransitions;
    private int waitingResults;
    private boolean closing;
    private boolean abandoned;

    ListenerDispatcher(MonitorListener listener, @Nullable Executor executor, Counters counters) {
        this(listener, new CallbackExecutor(executor, "halfshake-listener", MIN_THREADS), counters);
    }

    ListenerDispatcher(MonitorListener listener, CallbackExecutor callbacks, Counters counters) {
        this.listener = listener;
        this.calls = new ListenerCalls(listener, counters.failed);
        this.resultsWanted = overrides(listener, "onResult", TargetResult.class);
        this.removalsWanted = overrides(listener, "onRemoved", String.class);
        this.blindnessWanted = overrides(listener, "onBlindness", Blindness.class);
        this.counters = counters;
        this.callbacks = callbacks;
    }

    /** Whether a listener has a method of its own in place of one that does nothing. */
    static boolean overrides(MonitorListener listener, String method, Class<?> parameter) {
        try {
            Method found = listener.getClass().getMethod(method, parameter);
            return found.getDeclaringClass() != MonitorListener.class;
        } catch (NoSuchMethodException | LinkageError e) {
            // The one in a native image without that method's metadata; the other where another method has a type that
            // is missing. Calling one that does nothing is no mistake.
            return true;
        }
    }

    boolean isOf(MonitorListener other) {
        return listener == other;
    }

    /**
     * Puts a transition behind what waits for its target. May be called with locks held.
     *
     * @return whether {@link #submit} must follow, without locks
     */
    boolean enqueue(Transition transition) {
        lock.lock();
        try {
            return enqueue(transition.target(), transition);
        } finally {
            lock.unlock();
        }
    }

    /** As for a transition. */
    boolean enqueue(TargetResult result) {
        lock.lock();
        try {
            if (waitingResults >= MAX_WAITING_RESULTS) {
                counters.droppedResults.increment();
                return false;
            }
            return enqueue(result.target(), result);
        } finally {
            lock.unlock();
        }
    }

    /** As for a transition, in order among themselves; false for a listener that does not ask for it. */
    boolean enqueue(Blindness change) {
        if (!blindnessWanted) {
            return false;
        }
        lock.lock();
        try {
            return enqueue(WITNESSES, change);
        } finally {
            lock.unlock();
        }
    }

    /** As for a transition; false for a listener that does not ask for it. */
    boolean enqueueRemoval(String target) {
        if (!removalsWanted) {
            return false;
        }
        lock.lock();
        try {
            return enqueue(target, REMOVAL);
        } finally {
            lock.unlock();
        }
    }

    private boolean enqueue(String target, Object event) {
        if (abandoned) {
            return false;
        }
        TargetEvents events = waiting.computeIfAbsent(target, TargetEvents::new);
        events.queue.add(event);
        if (event instanceof TargetResult) {
            waitingResults++;
        } else if (event instanceof Transition) {
            waitingTransitions++;
        }
        // Once more while it has not begun: some executors lose a task silently.
        return !events.begun;
    }

    void submit(String target) {
        TargetEvents events = waitingFor(target);
        if (events == null) {
            return;
        }
        if (Thread.currentThread() instanceof MonitorThread) {
            callbacks.submitWithoutWaiting(() -> submit(events));
        } else {
            submit(events);
        }
    }

    private void submit(TargetEvents events) {
        try {
            callbacks.execute(events);
        } catch (OutOfMemoryError e) {
            if (!events.isQueued()) {
                throw e;
            }
        }
        events.submitted = true;
    }

    private @Nullable TargetEvents waitingFor(String target) {
        lock.lock();
        try {
            return waiting.get(target);
        } finally {
            lock.unlock();
        }
    }

    /** Without locks: a log is the user's code. */
    void reportMany() {
        if (waitingTransitions() >= MANY_TRANSITIONS && manyReported.compareAndSet(false, true)) {
            FailSafe.log(
                    Level.WARNING,
                    "a listener has " + MANY_TRANSITIONS
                            + " transitions waiting, which stay in memory until it takes them: "
                            + listener.getClass().getName(),
                    null);
        }
    }

    /** Transitions not yet delivered. */
    int waitingTransitions() {
        lock.lock();
        try {
            return waitingTransitions;
        } finally {
            lock.unlock();
        }
    }

    /**
     * One target's events. Some executors refuse a task and run it, and it is submitted again while it has not begun:
     * it may run twice.
     */
    private final class TargetEvents implements CallbackExecutor.Callback {
        private final String target;
        private final EventQueue queue = new EventQueue();
        private boolean begun;
        private volatile boolean submitted;
        private volatile boolean queued;

        TargetEvents(String target) {
            this.target = target;
        }

        @Override
        public void queued() {
            queued = true;
        }

        @Override
        public boolean isQueued() {
            return queued;
        }

        @Override
        public void run() {
            if (callbacks.takesOver(this) || !begin()) {
                return;
            }
            int inARow = 0;
            for (Object next = next(); next != null; next = next()) {
                calls.call(target, next);
                inARow++;
                if (inARow == MAX_IN_A_ROW) {
                    inARow = 0;
                    if (submittedAgain()) {
                        return;
                    }
                }
            }
        }

        /**
         * Goes behind the others that wait for a thread. False if this thread goes on with what is left, as on a user's
         * executor: that may make its caller wait, for this very thread.
         */
        private boolean submittedAgain() {
            if (callbacks.hasUserExecutor()) {
                return false;
            }
            FailSafe.lock(lock);
            try {
                if (queue.isEmpty() || closing || abandoned) {
                    return false;
                }
                begun = false;
                queued = false;
            } finally {
                lock.unlock();
            }
            try {
                callbacks.execute(this);
                return true;
            } catch (RuntimeException | Error e) {
                // There is no memory, or no thread, for another task: this one is there, unless it runs elsewhere.
                return !begin();
            }
        }

        private boolean begin() {
            FailSafe.lock(lock);
            try {
                boolean first = !begun;
                begun = true;
                return first;
            } finally {
                lock.unlock();
            }
        }

        private @Nullable Object next() {
            FailSafe.lock(lock);
            try {
                Object next = abandoned ? null : queue.poll();
                if (next == null) {
                    waiting.remove(target);
                } else if (next instanceof TargetResult) {
                    waitingResults--;
                } else if (next instanceof Transition) {
                    waitingTransitions--;
                }
                return next;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Drops what waits; waits a moment for a call that runs. */
    void abandon() {
        lock.lock();
        try {
            abandoned = true;
            waiting.clear();
            waitingTransitions = 0;
            waitingResults = 0;
        } finally {
            lock.unlock();
        }
        callbacks.close();
    }

    /**
     * Delivers what waits; returns when that is done or after a moment, at once where this listener closes on a thread
     * of the pool. What may be lost is submitted once more, since no later event submits a removal again.
     */
    void close() {
        boolean closed = false;
        try {
            List<TargetEvents> lost = closing();
            if (callbacks.hasUserExecutor() && !lost.isEmpty()) {
                Runnable submission = () -> submitAll(lost);
                closed = true;
                // The user's executor may make its caller wait while a listener hangs.
                callbacks.closeAfter(submission);
            } else {
                submitAll(lost);
            }
        } finally {
            if (!closed) {
                callbacks.close();
            }
        }
    }

    /**
     * From here on no task goes behind others. Returns what a user's executor has not begun, and what never reached the
     * pool, for want of memory.
     */
    private List<TargetEvents> closing() {
        lock.lock();
        try {
            closing = true;
            List<TargetEvents> lost = new ArrayList<>();
            for (TargetEvents each : waiting.values()) {
                if (!each.begun && (callbacks.hasUserExecutor() || !each.submitted)) {
                    lost.add(each);
                }
            }
            return lost;
        } finally {
            lock.unlock();
        }
    }

    /** All, also where one fails. */
    private void submitAll(List<TargetEvents> lost) {
        Throwable first = null;
        for (TargetEvents each : lost) {
            try {
                submit(each);
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        FailSafe.rethrow(first);
    }
}
