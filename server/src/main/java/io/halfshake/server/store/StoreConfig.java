package io.halfshake.server.store;

import io.halfshake.server.alerts.Secret;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where the history is kept, and for how long.
 *
 * @param location the database
 * @param watcher whose history it is, where several watchers share a database
 * @param retention after which time outages, transitions and unobserved spans are deleted; positive
 * @param minutesRetention after which time the summaries of minutes are deleted; positive
 */
public record StoreConfig(Location location, String watcher, Duration retention, Duration minutesRetention) {
    /** A database. */
    public sealed interface Location {
        /**
         * A file of the watcher's own.
         *
         * @param path absolute
         */
        record File(Path path) implements Location {}

        /**
         * A PostgreSQL server.
         *
         * @param url of JDBC, without user and password
         * @param user null for that of the system
         * @param password null for none
         */
        record Server(
                Secret url, @Nullable String user, @Nullable Secret password) implements Location {}
    }
}
