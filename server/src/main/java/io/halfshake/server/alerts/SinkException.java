package io.halfshake.server.alerts;

import java.io.Serial;
import java.time.Duration;

/** A message was not accepted. The text has no secret in it. */
final class SinkException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final boolean permanent;
    private final Duration retryAfter;

    private SinkException(String message, boolean permanent, Duration retryAfter) {
        super(message);
        this.permanent = permanent;
        this.retryAfter = retryAfter;
    }

    static SinkException passing(String message) {
        return new SinkException(message, false, Duration.ZERO);
    }

    /** The sink asked for this pause. */
    static SinkException passing(String message, Duration retryAfter) {
        return new SinkException(message, false, retryAfter);
    }

    /** The same message would be refused again. */
    static SinkException permanent(String message) {
        return new SinkException(message, true, Duration.ZERO);
    }

    boolean isPermanent() {
        return permanent;
    }

    /** Zero if the sink did not ask for a pause. */
    Duration retryAfter() {
        return retryAfter;
    }
}
