package io.halfshake.server.store;

import java.io.Closeable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Opens connections to another one's database, which fail where a test wants it. */
final class FlakyConnector implements Connector {
    /** How a commit goes. */
    enum Commits {
        SUCCEED,
        FAIL_BEFORE,
        /** As where the answer of the database is lost. */
        FAIL_AFTER,
        /** As where a value is too long for its column. */
        REFUSE
    }

    private final Connector connector;
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    volatile boolean unreachable;
    volatile Commits commits = Commits.SUCCEED;

    /** Thrown by a connection once it is closed; null for none. */
    volatile @Nullable Error closing;

    /** Run when a connection was opened. */
    volatile Runnable whenOpened = () -> {};

    FlakyConnector(Connector connector) {
        this.connector = connector;
    }

    @Override
    public Dialect dialect() {
        return connector.dialect();
    }

    @Override
    public Closeable lock() throws SQLException {
        return connector.lock();
    }

    @Override
    public Connection open() throws SQLException {
        if (unreachable) {
            throw new SQLException("unreachable", "08001");
        }
        opened.incrementAndGet();
        Connection connection = connector.open();
        whenOpened.run();
        return (Connection) Proxy.newProxyInstance(
                FlakyConnector.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        commit(connection);
                        return null;
                    }
                    try {
                        Object result = method.invoke(connection, arguments);
                        if (method.getName().equals("close")) {
                            closed();
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private void closed() {
        int unused = closed.incrementAndGet();
        Error error = closing;
        if (error != null) {
            throw error;
        }
    }

    private void commit(Connection connection) throws SQLException {
        if (commits == Commits.FAIL_BEFORE) {
            throw new SQLException("disk full", "53100");
        }
        if (commits == Commits.REFUSE) {
            // SQLITE_TOOBIG
            throw new SQLException("too long", null, 18);
        }
        connection.commit();
        if (commits == Commits.FAIL_AFTER) {
            throw new SQLException("connection lost", "08006");
        }
    }
}
