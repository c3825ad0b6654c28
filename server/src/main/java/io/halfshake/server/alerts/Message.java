package io.halfshake.server.alerts;

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

    /** How many are what, for people. */
    String title() {
        int firing = firing().size();
        int over = alerts.size() - firing;
        String down = firing == 0 ? "" : firing + (reminder ? " still down" : " down");
        String up = over == 0 ? "" : over + " resolved";
        return down + (down.isEmpty() || up.isEmpty() ? "" : ", ") + up;
    }
}
