package io.halfshake.cli.watch;

import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watched targets, each with its state as last shown and its recent results for the table. The states belong to the
 * thread that shows updates.
 */
final class Watchlist {
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** A target. */
    static final class Entry {
        final String target;
        final @Nullable RecentResults recent;
        private TargetState state = TargetState.UNKNOWN;
        private @Nullable Transition outageStart;
        private volatile boolean hasResult;

        private Entry(String target, @Nullable RecentResults recent) {
            this.target = target;
            this.recent = recent;
        }

        TargetState state() {
            return state;
        }

        /** Whether this is the first result. To be called once for each; checks of a target do not overlap. */
        boolean isFirst() {
            boolean first = !hasResult;
            hasResult = true;
            return first;
        }

        /**
         * Applies a transition.
         *
         * @return the length of the outage that ends with it; null if none does
         */
        @Nullable
        OutageLength apply(Transition transition) {
            state = transition.to();
            Transition start = outageStart;
            outageStart = state == TargetState.DOWN ? transition : null;
            return start == null || state == TargetState.DOWN ? null : OutageLength.between(start, transition);
        }
    }

    /**
     * Creates the list.
     *
     * @param withRecent whether to keep the last results of each
     */
    Watchlist(Set<String> targets, boolean withRecent) {
        targets.forEach(target -> entries.put(target, new Entry(target, withRecent ? new RecentResults() : null)));
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

    /** All in their order if at most {@code max}; otherwise {@code max} of them, those that are not up first. */
    List<Entry> mostUrgent(int max) {
        if (entries.size() <= max) {
            return List.copyOf(entries.values());
        }
        List<Entry> chosen = new ArrayList<>();
        for (TargetState state : new TargetState[] {TargetState.DOWN, TargetState.UNKNOWN, TargetState.UP}) {
            entries.values().stream()
                    .filter(entry -> entry.state == state)
                    .limit(max - chosen.size())
                    .forEach(chosen::add);
        }
        return chosen;
    }

    /** The number of targets in a state. */
    long count(TargetState state) {
        return entries.values().stream().filter(entry -> entry.state == state).count();
    }
}
