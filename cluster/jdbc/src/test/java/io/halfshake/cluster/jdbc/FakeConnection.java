package io.halfshake.cluster.jdbc;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection without a database, which has settings and prepares no statement. */
final class FakeConnection {
    private final List<String> ended = new ArrayList<>();
    private final Set<String> failing = new HashSet<>();
    private boolean isAutoCommit;
    private int isolation = Connection.TRANSACTION_SERIALIZABLE;
    private int networkTimeout = 77_000;
    private boolean isClosed;
    private @Nullable String inUse;

    /** That call fails, each time. */
    void fail(String call) {
        failing.add(call);
    }

    /** Whether it commits by itself, its isolation, and its network timeout. */
    String settings() {
        return isAutoCommit + " " + isolation + " " + networkTimeout;
    }

    /** The settings with which a statement was to be prepared first; null if none was. */
    @Nullable
    String inUse() {
        return inUse;
    }

    /** How it was ended, with the settings that it had: closed, so that a pool has it back, or aborted before that. */
    List<String> ended() {
        return List.copyOf(ended);
    }

    /** Of this connection. */
    DataSource source() {
        Connection connection = (Connection) Proxy.newProxyInstance(
                FakeConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> call(method, arguments));
        return (DataSource) Proxy.newProxyInstance(
                FakeConnection.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection);
    }

    private @Nullable Object call(Method method, Object[] arguments) throws SQLException {
        String name = method.getName();
        if (failing.contains(name)) {
            throw new SQLException(name + " fails");
        }
        return switch (name) {
            case "getAutoCommit" -> isAutoCommit;
            case "getTransactionIsolation" -> isolation;
            case "getNetworkTimeout" -> networkTimeout;
            case "isClosed" -> isClosed;
            default -> {
                change(name, arguments);
                yield null;
            }
        };
    }

    private void change(String name, Object[] arguments) throws SQLException {
        switch (name) {
            case "setAutoCommit" -> isAutoCommit = (boolean) arguments[0];
            case "setTransactionIsolation" -> isolation = (int) arguments[0];
            case "setNetworkTimeout" -> networkTimeout = (int) arguments[1];
            case "rollback" -> {}
            case "abort", "close" -> {
                ended.add(name + ": " + settings());
                isClosed = true;
            }
            default -> {
                inUse = inUse == null ? settings() : inUse;
                throw new SQLException("no " + name);
            }
        }
    }
}
