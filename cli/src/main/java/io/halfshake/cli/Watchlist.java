package io.halfshake.cli;

import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, and what is known of it beside the monitor's own books: the state as the user has been told it, and
 * what the table draws. The states belong to the thread that tells the user.
 */
final class Watchlist {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** One target. */
    static final class Entry {
        final String target;
        final @Nullable Recent recent;
        private State state = State.UNKNOWN;
        private @Nullable Transition fall;
        private volatile boolean answered;

        private Entry(String target, @Nullable Recent recent) {
            this.target = target;
            this.recent = recent;
        }

        State state() {
            return state;
        }

        /** Whether this is the first result. To be asked once for each; at most one check of a target runs at once. */
        boolean isFirst() {
            boolean first = !answered;
            answered = true;
            return first;
        }

        /**
         * Takes a transition in.
         *
         * @return how long the outage was that ends with it; null if none does
         */
        @Nullable
        OutageLength learn(Transition transition) {
            state = transition.to();
            Transition before = fall;
            fall = state == State.DOWN ? transition : null;
            return before == null || state == State.DOWN ? null : OutageLength.between(before, transition);
        }
    }

    /**
     * Lists targets.
     *
     * @param withRecent whether to keep the last results of each
     */
    Watchlist(Set<String> targets, boolean withRecent) {
        targets.forEach(target -> entries.put(target, new Entry(target, withRecent ? new Recent() : null)));
    }

    Entry get(String target) {
        return Objects.requireNonNull(entries.get(target), target);
    }

    Set<String> targets() {
        return entries.keySet();
    }

    int size() {
        return entries.size();
    }

    /** All, in their own order, if they are no more than this; else as many, those that are not up first. */
    List<Entry> first(int most) {
        if (entries.size() <= most) {
            return List.copyOf(entries.values());
        }
        List<Entry> chosen = new ArrayList<>();
        for (State state : new State[] {State.DOWN, State.UNKNOWN, State.UP}) {
            entries.values().stream()
                    .filter(entry -> entry.state == state)
                    .limit(most - chosen.size())
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** How many are in a state. */
    long count(State state) {
        return entries.values().stream().filter(entry -> entry.state == state).count();
    }
}
