package io.halfshake.monitor;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param from its first moment
 * @param to its last
 */
public record Span(Instant from, Instant to) {
    /**
     * How long it is.
     *
     * @return zero or more
     */
    public Duration length() {
        return Duration.between(from, to);
    }
}
