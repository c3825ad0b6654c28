package io.halfshake.server.alerts;

import java.util.List;

/**
 * An alert that goes on, and the sinks that it is for. Blindness is for all, those that come later too.
 *
 * @param sinks their names; empty for blindness
 */
record Routed(Alert alert, List<String> sinks) {
    boolean isForAll() {
        return alert.subject() == null;
    }

    boolean isFor(String sink) {
        return isForAll() || sinks.contains(sink);
    }
}
