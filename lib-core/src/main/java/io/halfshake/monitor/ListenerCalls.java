package io.halfshake.monitor;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/** Calls one listener. What it throws is counted and logged, and goes no further. */
final class ListenerCalls {
    private final MonitorListener listener;
    private final LongAdder failed;
    private final AtomicBoolean hasFailed = new AtomicBoolean();

    /** Counts in {@code failed}. */
    ListenerCalls(MonitorListener listener, LongAdder failed) {
        this.listener = listener;
        this.failed = failed;
    }

    /** Tells of a result, a transition or a blindness; of the target's removal where it is none of them. */
    void call(String target, Object event) {
        try {
            if (event instanceof TargetResult result) {
                listener.onResult(result);
            } else if (event instanceof Transition transition) {
                listener.onTransition(transition);
            } else if (event instanceof Blindness change) {
                listener.onBlindness(change);
            } else {
                listener.onRemoved(target);
            }
        } catch (Throwable e) {
            // Also a checked exception, which other languages for the JVM throw without declaring it.
            report(target, event, e);
        }
    }

    /** Throws nothing: what waits behind this event would never be delivered. */
    private void report(String target, Object event, Throwable thrown) {
        try {
            failed.increment();
            // With many targets the log would hold nothing else; the counter tells how often.
            Level level = hasFailed.getAndSet(true) ? Level.DEBUG : Level.WARNING;
            FailSafe.log(level, "a listener failed at a " + kind(event) + " of " + target, thrown);
        } catch (OutOfMemoryError e) {
            // There is no memory to say so anywhere.
        }
    }

    private static String kind(Object event) {
        if (event instanceof Blindness) {
            return "blindness";
        }
        return event instanceof TargetResult ? "result" : event instanceof Transition ? "transition" : "removal";
    }
}
