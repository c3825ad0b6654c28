package io.halfshake.server.alerts;

import java.util.ArrayList;
import java.util.List;

/**
 * What a sink sends at once.
 *
 * @param reminder whether nothing has changed since the last message about these
 * @param alerts not empty; immutable
 */
record Message(boolean reminder, List<Alert> alerts) {
    List<Alert> firing() {
        return alerts.stream().filter(Alert::isFiring).toList();
    }

    List<Alert> over() {
        return alerts.stream().filter(alert -> !alert.isFiring()).toList();
    }

    /** {@code change} or {@code reminder}. */
    String event() {
        return reminder ? "reminder" : "change";
    }

    /** How many targets are what, and whether the own network is in doubt; for people. */
    String title() {
        List<String> parts = new ArrayList<>();
        String targets = targetsTitle();
        if (!targets.isEmpty()) {
            parts.add(targets);
        }
        for (Alert alert : alerts) {
            if (alert.isBlindness()) {
                parts.add("the watcher's own network " + doubt(alert));
            }
        }
        return String.join("; ", parts);
    }

    private String targetsTitle() {
        int targets = 0;
        int down = 0;
        for (Alert alert : alerts) {
            if (!alert.isBlindness()) {
                targets++;
                down += alert.isFiring() ? 1 : 0;
            }
        }
        int over = targets - down;
        if (down == 0) {
            return over == 0 ? "" : count(over) + " resolved";
        }
        return count(down) + (reminder ? " still down" : " down") + (over == 0 ? "" : ", " + over + " resolved");
    }

    private static String count(int targets) {
        return targets == 1 ? "1 target" : targets + " targets";
    }

    private String doubt(Alert blindness) {
        if (!blindness.isFiring()) {
            return "is no longer in doubt";
        }
        return reminder ? "is still in doubt" : "is in doubt";
    }
}
