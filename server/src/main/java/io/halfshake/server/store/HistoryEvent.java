package io.halfshake.server.store;

import io.halfshake.monitor.Outage;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happened to a target, or to the watcher, in the order in which it is to be written. */
sealed interface HistoryEvent {
    /** When it was found. */
    Instant at();

    /**
     * A transition.
     *
     * @param ended the outage that it ended; null if it ended none, or that is no longer known
     */
    record Changed(Transition transition, @Nullable Outage ended) implements HistoryEvent {
        @Override
        public Instant at() {
            return transition.at();
        }
    }

    /** The target is no longer watched. */
    record Removed(String target, Instant at) implements HistoryEvent {}

    /**
     * The watcher has started.
     *
     * @param targets those whose checkpoints it continues: the outages of all others are over
     */
    record Started(Set<String> targets, Instant at) implements HistoryEvent {
        public Started {
            targets = Set.copyOf(targets);
        }
    }
}
