package io.halfshake.cluster.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Opens connections on which each statement is a transaction, and none waits for the network without a limit. */
final class Session {
    private static final int MAX_WAIT_MILLIS = (int) TimeUnit.SECONDS.toMillis(10);

    private Session() {}

    static Connection open(DataSource source, String cluster) throws SQLException, LogLostException {
        Connection connection = source.getConnection();
        try {
            // The driver closes the socket in the calling thread.
            connection.setNetworkTimeout(Runnable::run, MAX_WAIT_MILLIS);
            connection.setAutoCommit(true);
            connection.setReadOnly(false);
            // At a higher level, appending at the same time would fail instead of waiting.
            connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
            Schema.prepare(connection, cluster);
            return connection;
        } catch (SQLException | LogLostException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
    }
}
