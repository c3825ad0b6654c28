package io.halfshake.server.probe;

import io.halfshake.internal.Durations;
import java.time.Duration;

/**
 * How the probes of one module are made.
 *
 * @param timeout for name resolution and check together, more than zero and at most two minutes; the scrape's timeout
 *     may shorten it
 */
public record ProbeModule(Duration timeout) {
    /** Less than the time that the server has for a response. */
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(2);

    /**
     * Checks the timeout.
     *
     * @throws IllegalArgumentException if it is outside its range
     */
    public ProbeModule {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout: " + Durations.text(timeout) + " (expected > 0 and <= "
                    + Durations.text(MAX_TIMEOUT) + ")");
        }
    }
}
