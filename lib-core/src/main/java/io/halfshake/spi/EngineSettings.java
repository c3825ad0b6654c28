package io.halfshake.spi;

/**
 * How an engine is to be opened.
 *
 * @param maxProbes the most probes that the checker will have in flight at once, at least 2; an engine that can hold
 *     fewer says so in {@link Engine#capacity()}
 * @param mayResend false where the user wants one packet per check: an engine that {@linkplain Engine#resends()
 *     resends} by itself then does not
 */
public record EngineSettings(int maxProbes, boolean mayResend) {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is less than 2
     */
    public EngineSettings {
        if (maxProbes < 2) {
            throw new IllegalArgumentException("maxProbes: " + maxProbes + " (expected >= 2)");
        }
    }
}
