package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * The timers of one event loop, the first to be due first: a handful. Belongs to the loop's thread, allocates nothing.
 */
final class LoopTimers {
    /** What {@link #delayNanos} returns if there is none. */
    static final long NONE = -1;

    private @Nullable LoopTask first;

    /** One that is there already is run at the earlier of the two times. */
    void add(LoopTask task, long dueAt) {
        if (task.isScheduled) {
            if (task.dueAt - dueAt <= 0) {
                return;
            }
            remove(task);
        }
        LoopTask before = null;
        LoopTask after = first;
        while (after != null && after.dueAt - dueAt <= 0) {
            before = after;
            after = after.nextTimer;
        }
        task.dueAt = dueAt;
        task.isScheduled = true;
        task.nextTimer = after;
        if (before == null) {
            first = task;
        } else {
            before.nextTimer = task;
        }
    }

    private void remove(LoopTask task) {
        LoopTask before = null;
        for (LoopTask each = first; each != null && each != task; each = each.nextTimer) {
            before = each;
        }
        if (before == null) {
            first = task.nextTimer;
        } else {
            before.nextTimer = task.nextTimer;
        }
        task.nextTimer = null;
        task.isScheduled = false;
    }

    /** Takes the first one that was due before that time, or null. */
    @Nullable
    LoopTask pollDueBefore(long now) {
        LoopTask task = first;
        if (task == null || task.dueAt - now >= 0) {
            return null;
        }
        remove(task);
        return task;
    }

    /** How long until the first one is due: 0 if it is. */
    long delayNanos(long now) {
        return first == null ? NONE : Math.max(0, first.dueAt - now);
    }
}
