package io.halfshake.spi;

import io.halfshake.Handshake;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether an engine works on this machine, and how that was found.
 *
 * @param handshake the handshake it makes here; null if it does not work
 * @param cause why it does not work, or does not work as well as it might; null where there is nothing to say
 * @param evidence what the self-test did and saw, a line each, in order
 * @param mayChange whether the cause may pass while the process runs, as when the loopback interface is not up yet: a
 *     checker then asks again from time to time
 */
public record EngineAvailability(
        @Nullable Handshake handshake, @Nullable String cause, List<String> evidence, boolean mayChange) {
    /** Copies the list. */
    public EngineAvailability {
        evidence = List.copyOf(evidence);
    }

    /**
     * An engine that works.
     *
     * @param handshake the handshake it makes here
     * @param evidence what the self-test did and saw
     * @return the finding
     */
    public static EngineAvailability available(Handshake handshake, List<String> evidence) {
        return new EngineAvailability(handshake, null, evidence, false);
    }

    /**
     * An engine that does not work.
     *
     * @param cause why, in words
     * @param evidence what the self-test did and saw
     * @return the finding
     */
    public static EngineAvailability unavailable(String cause, List<String> evidence) {
        return new EngineAvailability(null, cause, evidence, false);
    }

    /**
     * The same finding, with a cause that may pass.
     *
     * @return this finding, with {@link #mayChange()} true
     */
    public EngineAvailability thatMayChange() {
        return new EngineAvailability(handshake, cause, evidence, true);
    }

    /**
     * Whether the engine works here at all.
     *
     * @return true if it can be opened
     */
    public boolean isAvailable() {
        return handshake != null;
    }
}
