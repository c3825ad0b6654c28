package io.halfshake.server.store;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.store.StoreConfig.Location;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens connections to a database.
 *
 * @param url has no user and no password
 */
record Database(Dialect dialect, Secret url, Properties properties) implements Connector {
    /** The embedded database of a file is H2: see decision 0066. */
    static final Dialect EMBEDDED = Dialect.H2;

    static Database of(Location location) {
        if (location instanceof Location.Server server) {
            Properties properties = new Properties();
            Dialect.POSTGRESQL.addTo(properties);
            String user = server.user();
            if (user != null) {
                Object unused = properties.setProperty("user", user);
            }
            Secret password = server.password();
            if (password != null) {
                Object unused = properties.setProperty("password", password.value());
            }
            return new Database(Dialect.POSTGRESQL, server.url(), properties);
        }
        return embedded(EMBEDDED, (Location.File) location);
    }

    static Database embedded(Dialect dialect, Location.File file) {
        return new Database(dialect, new Secret(dialect.url(file.path())), new Properties());
    }

    @Override
    public Connection open() throws SQLException {
        Connection connection = DriverManager.getConnection(url.value(), properties);
        try (Statement statement = connection.createStatement()) {
            for (String sql : dialect.onConnect()) {
                boolean unused = statement.execute(sql);
            }
        } catch (SQLException | RuntimeException | Error e) {
            try (connection) {
                throw e;
            }
        }
        return connection;
    }

    /** Without the properties: they have the password. */
    @Override
    public String toString() {
        return "Database[" + dialect + "]";
    }
}
