package io.halfshake.server.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Events that wait to be written, up to a bound. Adding never waits. Safe for use by many threads. */
final class EventBuffer {
    /** Some 10 MB. The state of each target is in its checkpoint, whatever is lost here. */
    static final int MAX_EVENTS = 20_000;

    private final Losses losses;
    private final int max;
    private final Deque<HistoryEvent> waiting = new ArrayDeque<>();

    EventBuffer(Losses losses, int max) {
        this.losses = losses;
        this.max = max;
    }

    /** An event that finds no place is lost: those before it make sense without it, but not it without them. */
    synchronized void add(HistoryEvent event) {
        if (waiting.size() < max) {
            waiting.addLast(event);
        } else {
            losses.event(event.at());
        }
    }

    /** The oldest ones, which are no longer here. */
    synchronized List<HistoryEvent> take(int most) {
        List<HistoryEvent> taken = new ArrayList<>();
        while (taken.size() < most && !waiting.isEmpty()) {
            taken.add(waiting.removeFirst());
        }
        return List.copyOf(taken);
    }

    synchronized int size() {
        return waiting.size();
    }
}
