package io.halfshake.monitor;

import io.halfshake.internal.FailSafe;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The listeners of one monitor, and what they missed. */
final class Listeners {
    final ListenerDispatcher.Counters counters = new ListenerDispatcher.Counters();
    private final List<ListenerDispatcher> dispatchers = new CopyOnWriteArrayList<>();
    private final @Nullable Executor executor;
    private boolean closed;

    /** Read for each result: without a listener that wants it, that is all it costs. */
    private volatile boolean resultsWanted;

    Listeners(@Nullable Executor executor) {
        this.executor = executor;
    }

    /** Returns false, and does nothing, once it is closed. */
    synchronized boolean add(MonitorListener listener) {
        if (closed) {
            return false;
        }
        dispatchers.add(new ListenerDispatcher(listener, executor, counters));
        updateResultsWanted();
        return true;
    }

    boolean has(MonitorListener listener) {
        return dispatchers.stream().anyMatch(each -> each.isOf(listener));
    }

    boolean remove(MonitorListener listener) {
        ListenerDispatcher found = take(listener);
        if (found != null) {
            found.abandon();
        }
        return found != null;
    }

    private synchronized @Nullable ListenerDispatcher take(MonitorListener listener) {
        for (ListenerDispatcher dispatcher : dispatchers) {
            if (dispatcher.isOf(listener)) {
                dispatchers.remove(dispatcher);
                updateResultsWanted();
                return dispatcher;
            }
        }
        return null;
    }

    private void updateResultsWanted() {
        resultsWanted = dispatchers.stream().anyMatch(each -> each.resultsWanted);
    }

    boolean areResultsWanted() {
        return resultsWanted;
    }

    /**
     * Puts them behind what is waiting for that target already. May be called with locks held.
     *
     * @return the dispatchers to {@link #submit} to, without locks
     */
    List<ListenerDispatcher> enqueue(@Nullable TargetResult result, @Nullable Transition transition) {
        List<ListenerDispatcher> submit = new ArrayList<>(1);
        for (ListenerDispatcher dispatcher : dispatchers) {
            boolean forResult = result != null && dispatcher.resultsWanted && dispatcher.enqueue(result);
            boolean forTransition = transition != null && dispatcher.enqueue(transition);
            if (forResult || forTransition) {
                submit.add(dispatcher);
            }
        }
        return submit;
    }

    /** As {@link #enqueue(TargetResult, Transition)}, for {@link ListenerDispatcher#WITNESSES}. */
    List<ListenerDispatcher> enqueue(Blindness change) {
        return dispatchers.stream().filter(each -> each.enqueue(change)).toList();
    }

    /** As {@link #enqueue(TargetResult, Transition)}, for the last that listeners hear of a target. */
    List<ListenerDispatcher> enqueueRemoval(String target) {
        return dispatchers.stream().filter(each -> each.enqueueRemoval(target)).toList();
    }

    /** Without locks: an executor is the user's code. */
    void submit(String target, List<ListenerDispatcher> waiting) {
        for (ListenerDispatcher dispatcher : waiting) {
            dispatcher.submit(target);
        }
    }

    /** Without locks: a log is the user's code. */
    void reportMany() {
        for (ListenerDispatcher dispatcher : dispatchers) {
            dispatcher.reportMany();
        }
    }

    /** Transitions not yet delivered, of all listeners. */
    long waitingTransitions() {
        long sum = 0;
        for (ListenerDispatcher dispatcher : dispatchers) {
            sum += dispatcher.waitingTransitions();
        }
        return sum;
    }

    void close() {
        synchronized (this) {
            closed = true;
        }
        close(dispatchers);
    }

    /** All, also where one fails: a second close() of the monitor would do nothing. */
    static void close(List<ListenerDispatcher> all) {
        Throwable first = null;
        for (ListenerDispatcher dispatcher : all) {
            try {
                dispatcher.close();
            } catch (RuntimeException | Error e) {
                first = first == null ? e : first;
            }
        }
        FailSafe.rethrow(first);
    }
}
