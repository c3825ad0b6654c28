package io.halfshake.server.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Deletes what is too old, of a few targets at a time, so that no transaction takes long. For one thread. */
final class Retention {
    /** 10,000 targets in some eight minutes. */
    static final int TARGETS_PER_TURN = 20;

    /** What the clock may be set by, and how long nothing is deleted when it was set by more. */
    static final Duration MAX_STEP = Duration.ofHours(1);

    /** One that is watched has a checkpoint. If not yet, it gets another number. */
    private static final String DELETE_TARGET = "DELETE FROM halfshake_targets WHERE id = ?"
            + Stream.of("checkpoints", "transitions", "outages", "spans", "minutes")
                    .map(table -> " AND NOT EXISTS (SELECT 1 FROM halfshake_" + table
                            + " WHERE target_id = halfshake_targets.id)")
                    .collect(Collectors.joining());

    private final StoreConfig config;
    private final LongSupplier nanoTime;
    private final Deque<Long> round = new ArrayDeque<>();
    private @Nullable Instant lastNow;
    private long lastNanos;
    private long pausedNanos;

    Retention(StoreConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
    }

    /** Deletes of the next targets, and commits; nothing in the hour after the clock was set by more than an hour. */
    void turn(Connection connection, TargetIds ids, Instant now) throws SQLException {
        if (isPaused(now)) {
            return;
        }
        long oldest = Micros.of(now.minus(config.retention()));
        long oldestMinute = Micros.minute(now.minus(config.minutesRetention()));
        if (round.isEmpty()) {
            round.addAll(ids.all().values());
            int unusedRuns = Sql.update(
                    connection,
                    "DELETE FROM halfshake_runs WHERE watcher = ? AND alive_at < ?",
                    config.watcher(),
                    oldest);
            int unusedLosses = Sql.update(
                    connection,
                    "DELETE FROM halfshake_losses WHERE watcher = ? AND lost_to < ?",
                    config.watcher(),
                    oldest);
        }
        for (int i = 0; i < TARGETS_PER_TURN && !round.isEmpty(); i++) {
            long id = round.removeFirst();
            delete(connection, id, oldest, oldestMinute);
            if (Sql.update(connection, DELETE_TARGET, id) > 0) {
                ids.forget(id);
            }
        }
        connection.commit();
    }

    /** A clock that was set may be wrong, and may be put right again. */
    private boolean isPaused(Instant now) {
        long nanos = nanoTime.getAsLong();
        if (lastNow != null) {
            long passed = nanos - lastNanos;
            pausedNanos = Math.max(0, pausedNanos - passed);
            Duration step = Duration.between(lastNow, now).minusNanos(passed).abs();
            if (step.compareTo(MAX_STEP) > 0) {
                pausedNanos = MAX_STEP.toNanos();
            }
        }
        lastNow = now;
        lastNanos = nanos;
        return pausedNanos > 0;
    }

    private static void delete(Connection connection, long id, long oldest, long oldestMinute) throws SQLException {
        int unusedMinutes = Sql.update(
                connection, "DELETE FROM halfshake_minutes WHERE target_id = ? AND epoch_minute < ?", id, oldestMinute);
        int unusedSpans =
                Sql.update(connection, "DELETE FROM halfshake_spans WHERE target_id = ? AND span_to < ?", id, oldest);
        // But for that by which a later start knows an outage that goes on.
        int unusedTransitions = Sql.update(
                connection,
                "DELETE FROM halfshake_transitions WHERE target_id = ? AND decided_at < ? AND NOT EXISTS"
                        + " (SELECT 1 FROM halfshake_checkpoints WHERE state = 'down'"
                        + " AND halfshake_checkpoints.target_id = halfshake_transitions.target_id"
                        + " AND halfshake_checkpoints.since = halfshake_transitions.decided_at)",
                id,
                oldest);
        // Where the end was not seen, the begin is all that is known.
        int unusedOutages = Sql.update(
                connection,
                "DELETE FROM halfshake_outages WHERE target_id = ? AND ending <> 'open'"
                        + " AND COALESCE(ended_latest, began_latest) < ?",
                id,
                oldest);
    }
}
