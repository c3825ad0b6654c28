package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one database. */
interface Connector {
    /** A new one, which the caller closes. Waits for the database, for a bounded time. */
    Connection open() throws SQLException;

    Dialect dialect();
}
