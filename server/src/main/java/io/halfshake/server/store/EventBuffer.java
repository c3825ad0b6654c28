package io.halfshake.server.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Events that wait to be written, up to a bound. Adding never waits. Safe for use by many threads. */
final class EventBuffer {
    /** Some 10 MB. The state of each target is in its checkpoint, whatever is lost here. */
    static final int MAX_EVENTS = 20_000;

    private final Losses losses;
    private final int max;
    private final Deque<HistoryEvent> waiting;

    EventBuffer(Losses losses, int max) {
        this.losses = losses;
        this.max = max;
        // It never grows: a deque that finds no memory for that has lost all that is in it.
        this.waiting = new ArrayDeque<>(max + 1);
    }

    /** An event that finds no place is lost: those before it make sense without it, but not it without them. */
    synchronized void add(HistoryEvent event) {
        if (waiting.size() < max) {
            waiting.addLast(event);
        } else {
            losses.event(event.at());
        }
    }

    /**
     * One that was found and could not be made, as for want of memory.
     *
     * @param at microseconds since 1970
     */
    void lost(long at) {
        losses.event(at);
    }

    /** The oldest ones, which are no longer here. */
    synchronized List<HistoryEvent> take(int most) {
        List<HistoryEvent> taken = waiting.stream().limit(most).toList();
        // Only now: where there is no memory for the list, they stay.
        for (int i = 0; i < taken.size(); i++) {
            HistoryEvent unused = waiting.removeFirst();
        }
        return taken;
    }

    synchronized int size() {
        return waiting.size();
    }
}
