package io.halfshake.server.alerts;

import java.time.Instant;

/** Sends messages, one at a time. */
interface Sink {
    /**
     * Sends a message, and returns when it was accepted.
     *
     * @param now for what says when it was sent
     * @throws SinkException if it was not
     * @throws InterruptedException if the watcher stops
     */
    void send(Message message, Instant now) throws SinkException, InterruptedException;

    /** How many alerts a message may have. */
    default int maxAlerts() {
        return 1_000;
    }
}
