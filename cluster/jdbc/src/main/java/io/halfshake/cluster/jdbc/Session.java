package io.halfshake.cluster.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which each statement is a transaction, and none waits without a limit. It is given back as it was:
 * the data source may have a pool.
 */
final class Session implements AutoCloseable {
    /** For the network. The server ends a statement before that. */
    private static final int MAX_WAIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    /** For the server, with locks that others hold. A statement that only the client gives up goes on in the server. */
    private static final int MAX_STATEMENT_SECONDS = 5;

    private final Connection connection;
    private final int networkTimeout;
    private final boolean wasAutoCommit;

    /** As long as nothing else was found, it is not changed, and not restored. */
    private int isolation = Connection.TRANSACTION_READ_COMMITTED;

    /** That of the lock that is held; null without one. */
    private @Nullable Long lock;

    /** Changes nothing yet. */
    private Session(Connection connection) throws SQLException {
        this.connection = connection;
        networkTimeout = connection.getNetworkTimeout();
        wasAutoCommit = connection.getAutoCommit();
    }

    private void configure() throws SQLException {
        // The driver closes the socket in the calling thread.
        connection.setNetworkTimeout(Runnable::run, MAX_WAIT_MILLIS);
        if (!wasAutoCommit) {
            connection.rollback();
            connection.setAutoCommit(true);
        }
        isolation = connection.getTransactionIsolation();
        if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
            // At a higher level, appending at the same time would fail instead of waiting.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        }
    }

    /**
     * Connects, and makes what is missing of the tables.
     *
     * @param tables which tables the first connection of this log has found; set by it
     * @throws SQLException also if the connection has other tables than the first one
     */
    static Session open(DataSource source, String cluster, AtomicReference<@Nullable String> tables)
            throws SQLException, LogLostException {
        Connection connection = source.getConnection();
        Session session = null;
        try {
            session = new Session(connection);
            session.configure();
            Schema.prepare(session, cluster);
            session.requireSame(tables);
            return session;
        } catch (Throwable e) {
            FailureLog.close(session == null ? connection : session);
            throw e;
        }
    }

    /** The application may have another search path on some connections of its pool, or another database behind it. */
    private void requireSame(AtomicReference<@Nullable String> tables) throws SQLException {
        try (PreparedStatement statement =
                        prepare("SELECT current_database() || ', ' || 'halfshake_cluster_log'::regclass::oid");
                ResultSet row = statement.executeQuery()) {
            String found = row.next() ? row.getString(1) : null;
            if (!tables.compareAndSet(null, found) && !String.valueOf(found).equals(tables.get())) {
                throw new SQLException("table halfshake_cluster_log: database and oid " + found + " (expected "
                        + tables.get() + ", as on the first connection: does the search path differ?)");
            }
        }
    }

    /**
     * Takes a lock that is held until this session ends, unless it has it.
     *
     * @return false if another session has it at the moment
     */
    boolean lock(long number) throws SQLException {
        if (lock != null) {
            return true;
        }
        // Before: without an answer the server may have it.
        lock = number;
        try (PreparedStatement statement = prepare("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, number);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    lock = null;
                }
            }
        }
        return lock != null;
    }

    private void unlock() throws SQLException {
        if (lock != null) {
            try (PreparedStatement statement = prepare("SELECT pg_advisory_unlock(?)")) {
                statement.setLong(1, lock);
                boolean unused = statement.execute();
            }
        }
    }

    Connection connection() {
        return connection;
    }

    PreparedStatement prepare(String sql) throws SQLException {
        return limited(connection.prepareStatement(sql));
    }

    static <S extends Statement> S limited(S statement) throws SQLException {
        statement.setQueryTimeout(MAX_STATEMENT_SECONDS);
        return statement;
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (!connection.isClosed()) {
                restore();
            }
        }
    }

    /** A connection that cannot be restored is ended, so that no pool gives it to others. */
    private void restore() throws SQLException {
        boolean isRestored = false;
        try {
            unlock();
            if (isolation != Connection.TRANSACTION_READ_COMMITTED) {
                connection.setTransactionIsolation(isolation);
            }
            connection.setAutoCommit(wasAutoCommit);
            connection.setNetworkTimeout(Runnable::run, networkTimeout);
            isRestored = true;
        } finally {
            if (!isRestored) {
                connection.abort(Runnable::run);
            }
        }
    }
}
