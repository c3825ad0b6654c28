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
 */
public record Availability(
        @Nullable Handshake handshake, @Nullable String cause, List<String> evidence) {
    /** Copies the list. */
    public Availability {
        evidence = List.copyOf(evidence);
    }

    /**
     * An engine that works.
     *
     * @param handshake the handshake it makes here
     * @param evidence what the self-test did and saw
     * @return the finding
     */
    public static Availability available(Handshake handshake, List<String> evidence) {
        return new Availability(handshake, null, evidence);
    }

    /**
     * An engine that does not work.
     *
     * @param cause why, for people
     * @param evidence what the self-test did and saw
     * @return the finding
     */
    public static Availability unavailable(String cause, List<String> evidence) {
        return new Availability(null, cause, evidence);
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
