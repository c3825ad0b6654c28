package io.halfshake.server.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteJDBCLoader;

/** Loads the library of the driver, which unpacks it: into a directory that must not be mounted noexec. */
final class SqliteLibrary {
    /** Of the driver; without it, it takes {@code java.io.tmpdir}. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    private SqliteLibrary() {}

    /** From another directory if not from the usual one. Does nothing once it is loaded. */
    static synchronized void load(Path other) throws SQLException {
        try {
            initialize();
        } catch (SQLException e) {
            if (System.getProperty(DIRECTORY) != null) {
                throw e;
            }
            loadFrom(other, e);
        }
    }

    private static void loadFrom(Path other, SQLException first) throws SQLException {
        String unused = System.setProperty(DIRECTORY, other.toString());
        try {
            initialize();
        } catch (SQLException e) {
            String unusedValue = System.clearProperty(DIRECTORY);
            first.addSuppressed(e);
            throw first;
        }
    }

    /** Before the driver does, which tries it once in a process. */
    private static void initialize() throws SQLException {
        try {
            boolean unused = SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw new SQLException(
                    "store.file: SQLite's library cannot be loaded (-D" + DIRECTORY
                            + " sets a directory that is writable and not noexec): " + e,
                    e);
        }
    }
}
