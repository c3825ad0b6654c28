package io.halfshake.microprofile.health;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetSummary;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** The targets that have been down for longest. Of a large number, only their histories are copied. */
final class LongestDown {
    private static final int MAX = 10;
    private static final Comparator<TargetSummary> BY_TIME =
            Comparator.comparing(TargetSummary::since).thenComparing(TargetSummary::target);

    private LongestDown() {}

    /** At most ten, by their texts, that which is down for longest first. */
    static List<String> of(Monitor monitor) {
        // Its head is the first to go.
        PriorityQueue<TargetSummary> longest = new PriorityQueue<>(MAX + 1, BY_TIME.reversed());
        monitor.forEachTarget(each -> {
            if (each.state() == TargetState.DOWN) {
                longest.add(each);
                if (longest.size() > MAX) {
                    longest.remove();
                }
            }
        });
        return longest.stream().sorted(BY_TIME).map(TargetSummary::target).toList();
    }
}
