package io.halfshake.server.api;

import io.halfshake.server.store.StoreHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the API tells of the process itself.
 *
 * @param version of Halfshake
 * @param since when it began to watch
 * @param configReadAt when the configuration in use was read
 * @param lastReloadSuccessful whether the last attempt to read it succeeded
 * @param store how the history is; null if none is kept
 */
public record WatcherFacts(
        String version,
        Instant since,
        Instant configReadAt,
        boolean lastReloadSuccessful,
        @Nullable StoreHealth store) {}
