package io.halfshake.monitor;

import io.halfshake.CheckResult;
import org.jspecify.annotations.Nullable;

/**
 * Results that wait for the witnesses, in the order in which they came. The links are the results' own, so that none is
 * lost where the heap is full. Guarded by its owner.
 */
final class PendingResults {
    private @Nullable Pending first;
    private @Nullable Pending last;

    /** A silent result of a target, whose check is in flight until the witnesses have been asked. */
    static final class Pending {
        final MonitoredTarget target;

        /** When its check was started. */
        final long token;

        final long answered;
        final CheckResult result;
        private @Nullable Pending next;

        Pending(MonitoredTarget target, long token, long answered, CheckResult result) {
            this.target = target;
            this.token = token;
            this.answered = answered;
            this.result = result;
        }
    }

    boolean isEmpty() {
        return first == null;
    }

    void add(Pending result) {
        if (last == null) {
            first = result;
        } else {
            last.next = result;
        }
        last = result;
    }

    @Nullable
    Pending poll() {
        Pending taken = first;
        if (taken != null) {
            first = taken.next;
            taken.next = null;
            last = first == null ? null : last;
        }
        return taken;
    }

    /** Moves those that came up to a moment. One that came in a race with that moment may stay. */
    void moveTo(PendingResults others, long answeredBy) {
        while (first != null && first.answered <= answeredBy) {
            Pending moved = poll();
            if (moved != null) {
                others.add(moved);
            }
        }
    }

    void clear() {
        first = null;
        last = null;
    }
}
