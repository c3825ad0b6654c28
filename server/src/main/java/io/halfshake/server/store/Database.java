package io.halfshake.server.store;

import io.halfshake.server.alerts.Secret;
import io.halfshake.server.store.StoreConfig.Location;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a database.
 *
 * @param url has no user and no password
 * @param file of an embedded database; null for a server
 */
record Database(
        Dialect dialect,
        Secret url,
        Properties properties,
        @Nullable Path file) implements Connector {
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
            return new Database(Dialect.POSTGRESQL, server.url(), properties, null);
        }
        return embedded(((Location.File) location).path());
    }

    static Database embedded(Path file) {
        return new Database(Dialect.SQLITE, new Secret(Dialect.SQLITE.url(file)), new Properties(), file);
    }

    @Override
    public Connection open() throws SQLException {
        if (file != null) {
            SqliteLibrary.load(directory(file));
        }
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

    /** Made where it is missing. */
    private static Path directory(Path file) throws SQLException {
        Path directory = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new SQLException("store.file: " + directory + ": " + e, e);
        }
    }

    @Override
    public Closeable lock() throws SQLException {
        if (file == null) {
            return () -> {};
        }
        Path unused = directory(file);
        return FileOwner.lock(file);
    }

    /** Without the properties: they have the password. */
    @Override
    public String toString() {
        return "Database[" + dialect + "]";
    }
}
