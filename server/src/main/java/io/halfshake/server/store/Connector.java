package io.halfshake.server.store;

import java.io.Closeable;
import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one database. */
interface Connector {
    /** A new one, which the caller closes. Waits for the database, for a bounded time. */
    Connection open() throws SQLException;

    Dialect dialect();

    /**
     * Keeps other watchers away until it is closed, where the database does not do so by {@link Dialect#claim}.
     *
     * @throws SQLException if another one is there
     */
    Closeable lock() throws SQLException;
}
