package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import java.io.Closeable;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The connection that writes and the one that reads. They are closed together: an embedded database that has failed is
 * opened anew only when none is left. Safe for use by the writer and the reader.
 */
final class Connections {
    private static final String UNREACHABLE = "the database cannot be reached at present";

    private final Connector connector;
    private @Nullable Closeable lock;
    private @Nullable Connection writing;
    private @Nullable Connection reading;

    Connections(Connector connector) {
        this.connector = connector;
    }

    Dialect dialect() {
        return connector.dialect();
    }

    /** Null until {@link #connect}, and after {@link #close}. */
    synchronized @Nullable Connection writing() {
        return writing;
    }

    /** Opens the one that writes, without this object's monitor: it may take a while. */
    Connection connect() throws SQLException {
        Closeable owned = connector.lock();
        synchronized (this) {
            lock = owned;
        }
        Connection connection = connector.open();
        synchronized (this) {
            writing = connection;
        }
        return connection;
    }

    /** Opens it where that is needed. Only while there is one that writes, which made the tables. */
    Connection reading() throws SQLException {
        synchronized (this) {
            if (writing == null) {
                throw new SQLException(UNREACHABLE);
            }
            if (reading != null) {
                return reading;
            }
        }
        Connection connection = connector.open();
        synchronized (this) {
            if (writing != null) {
                reading = connection;
                return connection;
            }
        }
        close(connection);
        throw new SQLException(UNREACHABLE);
    }

    /** After an error of the one that reads. */
    void closeReading() {
        Connection closing;
        synchronized (this) {
            closing = reading;
            reading = null;
        }
        close(closing);
    }

    /** Both, so that they are opened anew. */
    void close() {
        Connection closing;
        Closeable owned;
        synchronized (this) {
            closing = writing;
            writing = null;
            owned = lock;
            lock = null;
        }
        closeReading();
        close(closing);
        close(owned);
    }

    private static void close(@Nullable AutoCloseable closing) {
        if (closing == null) {
            return;
        }
        try {
            closing.close();
        } catch (Exception | Error e) {
            // It was broken before, which is reported.
            FailSafe.log(Level.DEBUG, "store: connection not closed", e);
        }
    }
}
