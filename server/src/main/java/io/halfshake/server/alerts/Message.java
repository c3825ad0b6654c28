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
}
