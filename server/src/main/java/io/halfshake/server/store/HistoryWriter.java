package io.halfshake.server.store;

import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.store.StoreHealth.State;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the history, a turn at a time; {@link StoreThread} says when. A batch that cannot be written is kept and tried
 * again, over a new connection. For one thread, but for {@link #health} and {@link #reportLeft}.
 */
final class HistoryWriter {
    private static final long TURN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So often a batch is tried that the database refuses for what is in it. */
    private static final int MAX_REFUSALS = 3;

    private final StoreConfig config;
    private final Connections connections;
    private final Collector collector;
    private final Losses losses;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final BatchWriter batches;
    private final Retention retention;
    private final CompletableFuture<Map<String, TargetCheckpoint>> restored = new CompletableFuture<>();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();
    private TargetIds ids;
    private volatile @Nullable Batch pending;
    private int failuresInRow;
    private int refusals;
    private long failingSinceNanos;
    private boolean ending;
    private final AtomicBoolean leftReported = new AtomicBoolean();
    private volatile Status status;

    /** The part of the health that only the writer changes. */
    private record Status(
            State state, Instant since, @Nullable Instant lastWritten, long failures) {}

    HistoryWriter(
            StoreConfig config,
            Connections connections,
            Collector collector,
            Losses losses,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.config = config;
        this.connections = connections;
        this.collector = collector;
        this.losses = losses;
        this.clock = clock;
        this.nanoTime = nanoTime;
        Instant now = clock.instant();
        this.batches = new BatchWriter(config.watcher(), now);
        this.retention = new Retention(config, nanoTime);
        this.ids = new TargetIds(config.watcher());
        this.status = new Status(State.STARTING, now, null, 0);
    }

    /**
     * What the first connection has found of an earlier run. To complete it with something else, such as nothing, is to
     * go on without.
     */
    CompletableFuture<Map<String, TargetCheckpoint>> restored() {
        return restored;
    }

    /** Completes with the first attempt that failed. */
    CompletableFuture<Void> failed() {
        return failed;
    }

    /** Writes what there is. Returns how long to wait for the next turn, zero if there is more. */
    long turn() {
        try {
            Connection connection = connected();
            // Until it is known what the monitor continues, nothing of it is written over.
            if (restored.isDone()) {
                write(connection);
                retention.turn(connection, ids, clock.instant());
            }
            succeeded();
            return collector.isBehind() ? 0 : TURN_NANOS;
        } catch (SQLException | RuntimeException | Error e) {
            return failed(e);
        }
    }

    /**
     * Writes what is left, in parts, events and checkpoints first, and closes the connections.
     *
     * @param mayGoOn whether there is time for another part
     * @param mayTryAgain waits for a moment, where there is time to try again what has failed; else false
     */
    void finish(BooleanSupplier mayGoOn, BooleanSupplier mayTryAgain) {
        try {
            boolean written;
            do {
                written = writeRest(mayGoOn);
            } while (!written && mayTryAgain.getAsBoolean());
        } finally {
            connections.close();
            Status last = status;
            status = new Status(State.CLOSED, clock.instant(), last.lastWritten(), last.failures());
        }
        if (waiting() > 0) {
            reportLeft();
        }
    }

    /** Whether that succeeded, or the time was up. */
    private boolean writeRest(BooleanSupplier mayGoOn) {
        try {
            Connection connection = connected();
            if (pending != null) {
                write(connection);
            }
            if (!ending) {
                collector.end();
                ending = true;
            }
            do {
                write(connection);
            } while (collector.isBehind() && mayGoOn.getAsBoolean());
            succeeded();
            return true;
        } catch (SQLException | RuntimeException | Error e) {
            // Without a batch that is kept, its checkpoints are gone with it: those of all targets are collected again.
            ending &= pending != null;
            long unused = failed(e);
            return false;
        }
    }

    /** Logs that the end comes before all is written, the first time. By any thread. */
    void reportLeft() {
        if (leftReported.compareAndSet(false, true)) {
            FailSafe.log(Level.WARNING, "store: not written before the end: " + waiting() + " entries", null);
        }
    }

    private Connection connected() throws SQLException {
        Connection connection = connections.writing();
        if (connection != null) {
            return connection;
        }
        connection = connections.connect();
        connections.dialect().claim(connection, config.watcher());
        Schema.prepare(connection, connections.dialect());
        connection.setAutoCommit(false);
        TargetIds loaded = new TargetIds(config.watcher());
        loaded.load(connection);
        if (!restored.isDone()) {
            boolean unused = restored.complete(Checkpoints.load(connection, config.watcher()));
        }
        // Ends the transaction, which has only read.
        connection.rollback();
        ids = loaded;
        return connection;
    }

    private void write(Connection connection) throws SQLException {
        Batch kept = pending;
        Batch batch = kept == null ? collector.collect(clock.instant()) : kept;
        pending = batch;
        try {
            batches.write(connection, ids, batch);
        } catch (SQLException e) {
            dropIfRefused(batch, e);
            throw e;
        }
        pending = null;
        refusals = 0;
    }

    private void succeeded() {
        Instant now = clock.instant();
        Status before = status;
        if (before.state() == State.WRITING) {
            status = new Status(State.WRITING, before.since(), now, before.failures());
            return;
        }
        status = new Status(State.WRITING, now, now, before.failures());
        failuresInRow = 0;
        if (before.state() == State.FAILING) {
            // Not by the moments: the clock may have been set.
            long seconds = TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - failingSinceNanos);
            FailSafe.log(
                    Level.INFO,
                    "store: history is written again, after " + seconds + " s; lost since the start: " + losses.events()
                            + " events, " + losses.minutes() + " minutes",
                    null);
        }
    }

    private long failed(Throwable error) {
        failuresInRow++;
        Status before = status;
        boolean first = before.state() != State.FAILING;
        try {
            Instant now = clock.instant();
            status = new Status(
                    State.FAILING, first ? now : before.since(), before.lastWritten(), before.failures() + 1);
        } finally {
            // After that: whatever closing does, the health is true. Also without memory to say so.
            connections.close();
        }
        if (first) {
            failingSinceNanos = nanoTime.getAsLong();
            FailSafe.log(Level.WARNING, "store: history is not written at present: " + error, null);
        }
        FailSafe.log(Level.DEBUG, "store: attempt " + failuresInRow + " failed", error);
        boolean unused = failed.complete(null);
        // The start waits for the first connection, and not for long.
        return restored.isDone() ? StoreBackoff.delayNanos(failuresInRow) : StoreBackoff.FIRST_NANOS;
    }

    /** A batch that is refused for what is in it would keep all later ones from being written. */
    private void dropIfRefused(Batch batch, SQLException error) {
        if (!connections.dialect().isRefusal(error)) {
            return;
        }
        refusals++;
        if (refusals < MAX_REFUSALS) {
            return;
        }
        losses.all(batch.events(), batch.minutes(), batch.loss());
        collector.dropped(batch.spans());
        pending = null;
        refusals = 0;
        FailSafe.log(
                Level.WARNING,
                "store: refused for good: " + batch.events().size() + " events, "
                        + batch.minutes().size() + " minutes: " + error,
                null);
    }

    private int waiting() {
        Batch batch = pending;
        return collector.waiting() + (batch == null ? 0 : batch.size());
    }

    /** By any thread. */
    StoreHealth health() {
        Status now = status;
        return new StoreHealth(
                now.state(),
                now.since(),
                now.lastWritten(),
                waiting(),
                losses.events(),
                losses.minutes(),
                now.failures());
    }
}
