package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Reads for pages, on a thread of its own: a thread of the web server's may be interrupted. */
final class HistoryReader {
    static final int MAX_WAITING = 64;

    private final Connections connections;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
                Thread made = new Thread(task, "halfshake-store-reader");
                made.setDaemon(true);
                return made;
            });

    /** Reads something. */
    @FunctionalInterface
    interface Query<T> {
        T run(Connection connection) throws SQLException;
    }

    HistoryReader(Connections connections) {
        this.connections = connections;
    }

    /** Fails with a {@link StoreException} where the database cannot be read, or too many wait. */
    <T> CompletableFuture<T> read(Query<T> query) {
        CompletableFuture<T> result = new CompletableFuture<>();
        try {
            thread.execute(() -> run(query, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(new StoreException(
                    thread.isShutdown()
                            ? "history: closed"
                            : "history: too many requests wait (expected at most " + MAX_WAITING + ")",
                    e));
        }
        return result;
    }

    private <T> void run(Query<T> query, CompletableFuture<T> result) {
        try {
            Connection connection = connections.reading();
            connection.setAutoCommit(true);
            result.complete(query.run(connection));
        } catch (SQLException | RuntimeException | Error e) {
            try {
                connections.closeReading();
                FailSafe.log(Level.DEBUG, "store: not read", e);
            } finally {
                result.completeExceptionally(new StoreException("history: cannot be read at present", e));
            }
        }
    }

    /** What waits is not read any more. */
    void close() {
        thread.shutdown();
    }
}
