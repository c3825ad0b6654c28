package io.halfshake.server.alerts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A sink of the configuration.
 *
 * @param name unique
 * @param destination where it sends to
 * @param window for how long changes are collected for one message; positive
 * @param reminder after which time what is still firing is sent again; null for never
 * @param timeout how long one attempt may take; positive
 */
public record SinkConfig(
        String name,
        Destination destination,
        Duration window,
        @Nullable Duration reminder,
        Duration timeout) {}
