package io.halfshake.server.maintenance;

import java.util.List;

/**
 * A time in which the alerts of some targets are held.
 *
 * @param name unique
 * @param targets it is for the targets that one of these selects; empty for all; immutable
 * @param schedule when it is open
 */
public record MaintenanceWindow(String name, List<TargetSelector> targets, Schedule schedule) {
    /** Copies the list. */
    public MaintenanceWindow {
        targets = List.copyOf(targets);
    }

    boolean isForAll() {
        return targets.isEmpty();
    }

    boolean isFor(TargetFacts target) {
        return isForAll() || targets.stream().anyMatch(each -> each.selects(target));
    }
}
