package io.halfshake.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashSet;
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
                    FileOwner owner = new FileOwner(
                            file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE));
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
        if (Files.exists(absolute)) {
            return Path.of(absolute.toRealPath() + ".lock");
        }
        Path directory = Objects.requireNonNullElse(absolute.getParent(), absolute);
        return directory.toRealPath().resolve(absolute.getFileName() + ".lock");
    }

    private boolean isLocked() throws IOException {
        boolean locked = false;
        try {
            locked = channel.tryLock() != null && OWNED.add(file);
            return locked;
        } catch (OverlappingFileLockException e) {
            // Of this process, by a class of another class loader.
            return false;
        } finally {
            if (!locked) {
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
