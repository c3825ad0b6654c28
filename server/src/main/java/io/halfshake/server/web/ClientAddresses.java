package io.halfshake.server.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Finds out whose a connection is. */
@FunctionalInterface
interface ClientAddresses {
    /** Where HTTP is not encrypted: the other end itself; null if it has gone already. */
    ClientAddresses DIRECT = connection -> connection == null ? null : connection.getAddress();

    /**
     * The client of a connection.
     *
     * @param connection its other end; null if that has gone already
     * @return null if that is not known
     * @throws RequestException if the connection is none on which requests are answered
     */
    @Nullable
    InetAddress clientOf(@Nullable InetSocketAddress connection);
}
