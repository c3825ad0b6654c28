package io.halfshake.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables. */
final class Schema {
    static final int VERSION = 1;

    private static final int INCOMPLETE = 0;
    private static final String FILE = "schema.sql";

    private Schema() {}

    /**
     * Creates the tables where there are none.
     *
     * @param connection commits each statement by itself; that is so again at the end
     * @throws SQLException also if they are those of another version
     */
    static void prepare(Connection connection, Dialect dialect) throws SQLException {
        int version;
        try {
            version = version(connection);
        } catch (SQLException e) {
            // Whatever the database calls it, there is no such table. If it is something else, this fails too.
            create(connection, dialect, e);
            return;
        }
        if (version == INCOMPLETE) {
            create(connection, dialect, null);
        } else if (version != VERSION) {
            throw new SQLException("halfshake_schema.version: " + version + " (expected " + VERSION
                    + ": the database is that of another version of Halfshake)");
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT version FROM halfshake_schema")) {
            return row.next() ? row.getInt(1) : INCOMPLETE;
        }
    }

    /** The version is written last: in some databases a table is there to stay once it is made. */
    private static void create(Connection connection, Dialect dialect, @Nullable SQLException reason)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements(dialect)) {
                int unused = statement.executeUpdate(sql);
            }
            int unused = statement.executeUpdate("INSERT INTO halfshake_schema (version) VALUES (" + VERSION + ")");
            connection.commit();
        } catch (SQLException e) {
            if (reason != null) {
                e.addSuppressed(reason);
            }
            throw e;
        }
        connection.setAutoCommit(true);
    }

    static List<String> statements(Dialect dialect) {
        return Stream.of(text().split(";\n", -1))
                .map(Schema::withoutComments)
                .map(sql -> sql.replace("${clustered}", dialect.clustered()).strip())
                .filter(sql -> !sql.isEmpty())
                .toList();
    }

    private static String withoutComments(String sql) {
        return sql.lines().filter(line -> !line.startsWith("--")).collect(Collectors.joining("\n"));
    }

    private static String text() {
        try (InputStream in = Schema.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + ": missing (expected in the jar)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
