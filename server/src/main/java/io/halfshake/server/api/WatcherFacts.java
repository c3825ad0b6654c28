package io.halfshake.server.api;

import java.time.Instant;

/**
 * What the API tells of the process itself.
 *
 * @param version of Halfshake
 * @param since when it began to watch
 * @param configReadAt when the configuration in use was read
 * @param lastReloadSuccessful whether the last attempt to read it succeeded
 */
public record WatcherFacts(String version, Instant since, Instant configReadAt, boolean lastReloadSuccessful) {}
