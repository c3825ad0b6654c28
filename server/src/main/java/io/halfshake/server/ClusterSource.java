package io.halfshake.server;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.cluster.ClusterConfig;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connects to the database of a cluster, without a pool: its log keeps its connections. */
final class ClusterSource implements DataSource {
    /** The names are those of PostgreSQL's driver. */
    private static final String[][] PROPERTIES = {
        {"ApplicationName", "halfshake"}, {"tcpKeepAlive", "true"}, {"loginTimeout", "5"}, {"connectTimeout", "5"}
    };

    private final String url;
    private final Properties properties = new Properties();

    ClusterSource(ClusterConfig config) {
        url = config.url();
        for (String[] each : PROPERTIES) {
            set(each[0], each[1]);
        }
        String user = config.user();
        if (user != null) {
            set("user", user);
        }
        Secret password = config.password();
        if (password != null) {
            set("password", password.value());
        }
    }

    private void set(String name, String value) {
        Object unused = properties.setProperty(name, value);
    }

    @Override
    public Connection getConnection() throws SQLException {
        return DriverManager.getConnection(url, properties);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("another user than that of the configuration");
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        throw new SQLFeatureNotSupportedException("another limit than that of the properties");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        throw new SQLFeatureNotSupportedException("a log");
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("a logger");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLException("unwrap: " + type.getName() + " (expected none, since nothing is wrapped)");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
