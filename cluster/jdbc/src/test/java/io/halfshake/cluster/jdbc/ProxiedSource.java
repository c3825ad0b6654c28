package io.halfshake.cluster.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** A data source as an application may have it: its connections are prepared, break, and are given back. */
final class ProxiedSource implements DataSource {
    /** What is done with a new connection. */
    interface Preparation {
        void prepare(Connection connection) throws SQLException;
    }

    private final DataSource source;
    private final List<Connection> open = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private volatile String onConnect = "SELECT 1";
    private volatile Preparation preparation = connection -> {};

    ProxiedSource(DataSource source) {
        this.source = source;
    }

    /** A statement that each connection begins with. */
    void onConnect(String sql) {
        onConnect = sql;
    }

    void initially(Preparation first) {
        preparation = first;
    }

    /** All that are in use. */
    void breakAll() throws SQLException {
        for (Connection each : open) {
            each.close();
        }
    }

    /** Of each connection that was given back: whether it commits by itself, its isolation and its timeout. */
    List<String> closed() {
        return List.copyOf(closed);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = source.getConnection();
        try (Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(onConnect);
        }
        preparation.prepare(connection);
        open.add(connection);
        return (Connection) Proxy.newProxyInstance(
                ProxiedSource.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close") && !connection.isClosed()) {
                        closed.add(connection.getAutoCommit() + " " + connection.getTransactionIsolation() + " "
                                + connection.getNetworkTimeout());
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw Stream.of(e.getCause()).findFirst().orElse(e);
                    }
                });
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public java.io.PrintWriter getLogWriter() throws SQLException {
        return source.getLogWriter();
    }

    @Override
    public void setLogWriter(java.io.PrintWriter out) throws SQLException {
        source.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        source.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return source.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("getParentLogger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return source.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return source.isWrapperFor(type);
    }
}
