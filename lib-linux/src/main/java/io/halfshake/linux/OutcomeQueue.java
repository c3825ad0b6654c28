package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Outcomes that a loop is about to deliver to the checker, in a task of their own. Belongs to the loop's thread, and
 * allocates nothing.
 */
final class OutcomeQueue {
    private final EventLoop eventLoop;
    private final LoopTask task = new LoopTask(this::run);
    private @Nullable LoopProbe first;
    private @Nullable LoopProbe last;
    private boolean isPlanned;

    OutcomeQueue(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    /** Adds a finished probe. Its outcome is delivered by the next task, or at the end of this turn. */
    void add(LoopProbe probe) {
        if (last == null) {
            first = probe;
        } else {
            last.nextFinished = probe;
        }
        last = probe;
        if (!isPlanned) {
            plan();
        }
    }

    private void plan() {
        try {
            eventLoop.execute(task);
            isPlanned = true;
        } catch (RuntimeException | Error e) {
            // The event loop is going away, or out of memory. The end of the turn finds no task planned.
            isPlanned = false;
        }
    }

    /** At the end of every turn: results that no task was planned for go at once. */
    void endTurn() {
        if (first != null && !isPlanned) {
            run();
        }
    }

    /** Delivers what is there. Probes that finish meanwhile are left to the next task. */
    void run() {
        isPlanned = false;
        LoopProbe probe = first;
        first = null;
        last = null;
        while (probe != null) {
            LoopProbe next = probe.nextFinished;
            probe.nextFinished = null;
            if (probe.outcome != null) {
                probe.complete(probe.outcome);
            }
            probe = next;
        }
    }
}
