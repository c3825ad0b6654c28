package io.halfshake.server.web;

import java.time.Duration;

/**
 * How long a connection may wait for its client.
 *
 * @param handshake until it is complete
 * @param delivery for the client to read what was sent to it, from the first byte that waits to the last
 * @param ending for the client to end the connection, once the server has
 */
record TlsLimits(Duration handshake, Duration delivery, Duration ending) {
    /** The first two are those of the server behind, {@link ServerProperties}. */
    static final TlsLimits DEFAULT =
            new TlsLimits(Duration.ofSeconds(10), Duration.ofMinutes(3), Duration.ofSeconds(2));
}
