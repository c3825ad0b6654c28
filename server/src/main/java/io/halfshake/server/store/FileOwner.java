package io.halfshake.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A lock on a file beside a database: SQLite lets several processes write to one file, and two watchers would take each
 * other's states for their own. It ends with the process, the file stays.
 */
final class FileOwner implements Closeable {
    /**
     * The locks that this process has; guarded by itself. Closing any of its channels to a file frees them all,
     * fcntl(2), so that a second channel must not even be opened.
     */
    private static final Set<Path> OWNED = new HashSet<>();

    /**
     * Channels to files that are locked by this class of another class loader: closing one would free that lock.
     * Guarded by {@link #OWNED}.
     */
    private static final Map<Path, FileChannel> KEPT = new HashMap<>();

    /** As many as Linux follows: path_resolution(7). */
    private static final int MAX_LINKS = 40;

    private final Path file;
    private final FileChannel channel;
    private boolean closed;

    private FileOwner(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static Closeable lock(Path database) throws SQLException {
        synchronized (OWNED) {
            try {
                Path file = file(database);
                if (!OWNED.contains(file)) {
                    FileChannel kept = KEPT.remove(file);
                    FileOwner owner = new FileOwner(
                            file,
                            kept != null
                                    ? kept
                                    : FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
                    if (owner.isLocked()) {
                        return owner;
                    }
                }
            } catch (IOException e) {
                throw new SQLException("store.file: " + database + ".lock: " + e, e);
            }
        }
        throw new SQLException("store.file: " + database + " (expected a file that no other watcher uses at present)");
    }

    /** Beside the database itself, not beside a symbolic link to it. */
    private static Path file(Path database) throws IOException {
        Path absolute = database.toAbsolutePath();
        // SQLite makes the file that a link names.
        for (int i = 0; i < MAX_LINKS && !Files.exists(absolute) && Files.isSymbolicLink(absolute); i++) {
            absolute = absolute.resolveSibling(Files.readSymbolicLink(absolute));
        }
        if (Files.exists(absolute)) {
            return Path.of(absolute.toRealPath() + ".lock");
        }
        Path directory = Objects.requireNonNullElse(absolute.getParent(), absolute);
        return directory.toRealPath().resolve(absolute.getFileName() + ".lock");
    }

    private boolean isLocked() throws IOException {
        boolean locked = false;
        boolean keep = false;
        try {
            locked = channel.tryLock() != null && OWNED.add(file);
            return locked;
        } catch (OverlappingFileLockException e) {
            KEPT.put(file, channel);
            keep = true;
            return false;
        } finally {
            if (!locked && !keep) {
                channel.close();
            }
        }
    }

    /** A second call has no effect. */
    @Override
    public void close() throws IOException {
        synchronized (OWNED) {
            if (closed) {
                return;
            }
            closed = true;
            try {
                channel.close();
            } finally {
                OWNED.remove(file);
            }
        }
    }
}
