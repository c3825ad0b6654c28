package io.halfshake.server.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** In what the databases differ. */
enum Dialect {
    H2 {
        /**
         * Closed by its owner: by a shutdown hook of its own it would be gone while the last of it is written. Without
         * a log of its own, since errors are in that of the watcher.
         */
        @Override
        String url(Path file) {
            return "jdbc:h2:file:" + file + ";DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
        }

        /** A commit is in a buffer for half a second otherwise, and not in the file. */
        @Override
        @Nullable
        String afterCommit() {
            return "CHECKPOINT SYNC";
        }
    },

    SQLITE {
        @Override
        String url(Path file) {
            return "jdbc:sqlite:" + file;
        }

        /** With a commit a second, waiting for the disk each time costs little. */
        @Override
        List<String> onConnect() {
            return List.of("PRAGMA busy_timeout = 5000", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL");
        }

        @Override
        String clustered() {
            return "WITHOUT ROWID";
        }
    },

    POSTGRESQL {
        @Override
        String url(Path file) {
            throw new IllegalArgumentException("file: " + file + " (expected an embedded database)");
        }

        /** In seconds. A server that is gone without a word must not hold the writer. */
        @Override
        void addTo(Properties properties) {
            set(properties, "connectTimeout", "10");
            set(properties, "loginTimeout", "10");
            set(properties, "socketTimeout", "30");
            set(properties, "tcpKeepAlive", "true");
            set(properties, "ApplicationName", "halfshake");
        }

        /** Held by the connection. An embedded file has a lock of its own. */
        @Override
        @Nullable
        String tryLock() {
            return "SELECT pg_try_advisory_lock(?)";
        }
    };

    /** The properties have no value yet, so that none is replaced. */
    private static void set(Properties properties, String key, String value) {
        Object unused = properties.setProperty(key, value);
    }

    abstract String url(Path file);

    /** Run on each new connection. */
    List<String> onConnect() {
        return List.of();
    }

    /** What makes a commit last, where the commit alone does not; null if it does. */
    @Nullable
    String afterCommit() {
        return null;
    }

    /** A query for a lock by a number; null where another process cannot open the database. */
    @Nullable
    String tryLock() {
        return null;
    }

    /** The end of a table's definition, so that it is stored in the order of its key. */
    String clustered() {
        return "";
    }

    /** What is set for a connection beside user and password. */
    void addTo(Properties properties) {}
}
