package io.halfshake.server.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;

/**
 * A lock on a file beside a database: SQLite lets several processes write to one file, and two watchers would take each
 * other's states for their own. It ends with the process, the file stays.
 */
final class FileOwner {
    private FileOwner() {}

    static Closeable lock(Path database) throws SQLException {
        Path file = Path.of(database + ".lock");
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (tryLock(channel)) {
                return channel;
            }
            channel.close();
        } catch (IOException e) {
            throw new SQLException("store.file: " + file + ": " + e, e);
        }
        throw new SQLException("store.file: " + database + " (expected a file that no other watcher uses at present)");
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Of this process.
            return false;
        } catch (IOException | RuntimeException | Error e) {
            try (channel) {
                throw e;
            }
        }
    }
}
