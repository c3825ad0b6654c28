package io.halfshake.server.alerts;

import java.time.Duration;
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
        return SinkQueue.FULL;
    }

    /** Whether an alert ends without reminders, so that a maintenance window must not hold them. */
    default boolean needsReminders() {
        return false;
    }

    /** How long the pause between two attempts may be. */
    default Duration maxPause() {
        return Backoff.MAX_RETRY_AFTER;
    }
}
