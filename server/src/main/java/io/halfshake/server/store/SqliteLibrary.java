package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.sqlite.SQLiteJDBCLoader;

/**
 * Loads the library of the driver, which unpacks it: into a directory that must not be mounted noexec. The driver
 * deletes the file when the JVM ends, and never where that is killed. So it is deleted here once it is loaded.
 */
final class SqliteLibrary {
    /** Of the driver: where it unpacks the library. Without it, it takes {@code java.io.tmpdir}. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    /** Of the driver: where the library is, so that it unpacks none. */
    private static final String INSTALLED = "org.sqlite.lib.path";

    private static final String PREFIX = "halfshake-sqlite-";
    private static boolean loaded;

    private SqliteLibrary() {}

    /** From another directory if not from the usual one. Does nothing once it is loaded. */
    static synchronized void load(Path other) throws SQLException {
        if (loaded) {
            return;
        }
        if (System.getProperty(DIRECTORY) != null || System.getProperty(INSTALLED) != null) {
            // As the user wants it.
            initialize();
        } else {
            loadFromEither(Path.of(System.getProperty("java.io.tmpdir", "")), other);
        }
        loaded = true;
    }

    private static void loadFromEither(Path usual, Path other) throws SQLException {
        try {
            loadFrom(usual);
        } catch (SQLException first) {
            try {
                loadFrom(other);
            } catch (SQLException e) {
                first.addSuppressed(e);
                throw first;
            }
        }
    }

    private static void loadFrom(Path directory) throws SQLException {
        if (!isLoadedFileDeletable()) {
            unpackTo(directory);
            return;
        }
        // One of its own, so that all in it may be deleted: other processes unpack their libraries beside it.
        Path own;
        try {
            own = Files.createTempDirectory(directory, PREFIX);
        } catch (IOException e) {
            throw failure(e);
        }
        try {
            unpackTo(own);
        } finally {
            delete(own);
        }
    }

    /** Not on Windows, where the driver deletes it at its next start. */
    private static boolean isLoadedFileDeletable() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void unpackTo(Path directory) throws SQLException {
        String unused = System.setProperty(DIRECTORY, directory.toString());
        try {
            initialize();
        } finally {
            String unusedValue = System.clearProperty(DIRECTORY);
        }
    }

    /** Before the driver does, which tries it once in a process. */
    private static void initialize() throws SQLException {
        try {
            boolean unused = SQLiteJDBCLoader.initialize();
        } catch (Exception e) {
            throw failure(e);
        }
    }

    private static SQLException failure(Exception cause) {
        return new SQLException(
                "store.file: SQLite's library cannot be loaded (-D" + DIRECTORY
                        + " sets a directory that is writable and not noexec): " + cause,
                cause);
    }

    /** The library, and the file beside it by which the driver knows that it is in use. */
    private static void delete(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(directory);
        } catch (IOException | RuntimeException e) {
            FailSafe.log(Level.WARNING, "store: SQLite's library not deleted: " + directory, e);
        }
    }
}
