package io.halfshake.server.store;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.server.store.Batch.TargetSpan;
import io.halfshake.server.store.HistoryEvent.Changed;
import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.HistoryEvent.Started;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.server.store.StoredOutage.Ending;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches, each in a transaction of its own. A batch that is written twice leaves what it left the first time:
 * after an error it is not known whether the transaction was committed.
 */
final class BatchWriter {
    private static final String END_OTHERS =
            "UPDATE halfshake_outages SET ending = 'unseen' WHERE target_id = ? AND ending = 'open' AND began_latest <> ?";

    static final String END_ALL =
            "UPDATE halfshake_outages SET ending = 'unseen' WHERE target_id = ? AND ending = 'open'";

    /** Those of targets that were not down any more when their checkpoints were taken, or have none. */
    private static final String END_CONTRADICTED =
            "UPDATE halfshake_outages SET ending = 'unseen' WHERE ending = 'open'"
                    + " AND target_id IN (SELECT id FROM halfshake_targets WHERE watcher = ?)"
                    + " AND NOT EXISTS (SELECT 1 FROM halfshake_checkpoints c"
                    + " WHERE c.target_id = halfshake_outages.target_id AND c.state = 'down')";

    /** Also one that this transition has ended before. */
    private static final String END_SEEN =
            "UPDATE halfshake_outages SET ending = 'seen', ended_earliest = ?, ended_latest = ?"
                    + " WHERE target_id = ? AND (ending = 'open' OR ended_latest = ?)";

    private static final String SET_UNOBSERVED =
            "UPDATE halfshake_outages SET unobserved = ? WHERE target_id = ? AND ended_latest = ?";

    private static final String FORGET = "DELETE FROM halfshake_checkpoints WHERE target_id = ?";

    private static final String LOST =
            "SELECT lost_to, events, minutes FROM halfshake_losses WHERE watcher = ? AND lost_from = ?";

    private static final String CHECKS =
            "SELECT ups + downs + unknowns FROM halfshake_minutes WHERE target_id = ? AND epoch_minute = ?";

    private final String watcher;
    private final Instant started;

    /** The last loss that was to be written. */
    private @Nullable Loss tried;

    /** What its row has with it. Kept, since a second try must not add it to what the first one may have committed. */
    private @Nullable Loss total;

    BatchWriter(String watcher, Instant started) {
        this.watcher = watcher;
        this.started = started;
    }

    /** The connection commits nothing by itself. After an error nothing may be done with it but closing it. */
    void write(Connection connection, TargetIds ids, Batch batch) throws SQLException {
        List<Row> transitions = new ArrayList<>();
        for (HistoryEvent event : batch.events()) {
            if (event instanceof Changed changed) {
                long id = ids.get(connection, changed.transition().target());
                transitions.add(Row.transition(id, changed.transition()));
                change(connection, id, changed);
            } else if (event instanceof Removed removed) {
                remove(connection, ids.find(removed.target()));
            } else if (event instanceof Started start) {
                start(connection, ids, start);
            }
        }
        Sql.write(connection, Table.TRANSITIONS, transitions);
        writeRows(connection, ids, batch);
        connection.commit();
    }

    private void writeRows(Connection connection, TargetIds ids, Batch batch) throws SQLException {
        List<Row> spans = new ArrayList<>();
        for (TargetSpan each : batch.spans()) {
            spans.add(Row.span(ids.get(connection, each.target()), each.span()));
        }
        List<Row> minutes = new ArrayList<>();
        for (TargetMinute each : batch.minutes()) {
            long id = ids.get(connection, each.target());
            // Of the minute of the start, the process before may have written more.
            if (each.summary().minute() > Micros.minute(started) || !hasMore(connection, id, each.summary())) {
                minutes.add(Row.minute(id, each.summary()));
            }
        }
        List<Row> checkpoints = new ArrayList<>();
        for (TargetCheckpoint each : batch.checkpoints()) {
            checkpoints.add(Row.checkpoint(ids.get(connection, each.target()), each));
        }
        Sql.write(connection, Table.SPANS, spans);
        Sql.write(connection, Table.MINUTES, minutes);
        Sql.write(connection, Table.CHECKPOINTS, checkpoints);
        Sql.write(connection, Table.RUNS, List.of(Row.run(watcher, started, batch.at())));
        Loss loss = batch.loss();
        if (loss != null) {
            Sql.write(connection, Table.LOSSES, List.of(Row.loss(watcher, total(connection, loss))));
            if (loss.events() > 0) {
                int unused = Sql.update(connection, END_CONTRADICTED, watcher);
                LostEvents.makeUpFor(connection, ids, Checkpoints.load(connection, watcher));
            }
        }
    }

    /** With an earlier one that begins at the same moment: those of minutes begin with the minute. */
    @SuppressWarnings("ReferenceEquality") // An equal one is another loss, the same one another try.
    private Loss total(Connection connection, Loss loss) throws SQLException {
        Loss known = total;
        if (known != null && tried == loss) {
            return known;
        }
        Loss stored = stored(connection, loss.from());
        Loss sum = stored == null ? loss : stored.plus(loss);
        tried = loss;
        total = sum;
        return sum;
    }

    private @Nullable Loss stored(Connection connection, Instant from) throws SQLException {
        long micros = Micros.of(from);
        try (PreparedStatement select = connection.prepareStatement(LOST)) {
            select.setString(1, watcher);
            select.setLong(2, micros);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? new Loss(
                                Micros.instant(micros),
                                Micros.instant(row.getLong("lost_to")),
                                row.getLong("events"),
                                row.getLong("minutes"))
                        : null;
            }
        }
    }

    private static boolean hasMore(Connection connection, long id, MinuteSummary than) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(CHECKS)) {
            select.setLong(1, id);
            select.setInt(2, than.minute());
            try (ResultSet row = select.executeQuery()) {
                return row.next() && row.getLong(1) > (long) than.ups() + than.downs() + than.unknowns();
            }
        }
    }

    private static void change(Connection connection, long id, Changed changed) throws SQLException {
        Transition transition = changed.transition();
        if (transition.to() == TargetState.DOWN) {
            int unused = Sql.update(
                    connection, END_OTHERS, id, Micros.of(transition.bounds().latest()));
            Sql.write(connection, Table.OUTAGES, List.of(Row.outage(id, begun(transition))));
        } else if (transition.from() == TargetState.DOWN) {
            end(connection, id, transition, changed.ended());
        }
    }

    private static StoredOutage begun(Transition down) {
        return new StoredOutage(
                down.bounds(),
                down.from() == TargetState.UNKNOWN,
                down.evidence() instanceof CheckResult.Down result ? Row.name(result.reason()) : "down",
                Ending.OPEN,
                null,
                null);
    }

    private static void end(Connection connection, long id, Transition up, @Nullable Outage ended) throws SQLException {
        long latest = Micros.of(up.bounds().latest());
        int open = Sql.update(connection, END_SEEN, Micros.of(up.bounds().earliest()), latest, id, latest);
        if (ended == null) {
            return;
        }
        Duration unobserved = ended.unobserved();
        if (open > 0) {
            int unused = Sql.update(connection, SET_UNOBSERVED, Micros.of(unobserved), id, latest);
        } else {
            // Its begin was lost, or the target was down when the history was begun.
            StoredOutage whole = new StoredOutage(
                    ended.began(), ended.beganUnseen(), Row.name(ended.reason()), Ending.SEEN, up.bounds(), unobserved);
            Sql.write(connection, Table.OUTAGES, List.of(Row.outage(id, whole)));
        }
    }

    private static void remove(Connection connection, @Nullable Long id) throws SQLException {
        if (id != null) {
            int unusedOutages = Sql.update(connection, END_ALL, id);
            int unusedCheckpoints = Sql.update(connection, FORGET, id);
        }
    }

    private void start(Connection connection, TargetIds ids, Started start) throws SQLException {
        List<Long> others = new ArrayList<>();
        ids.all().forEach((target, id) -> {
            if (!start.targets().contains(target)) {
                others.add(id);
            }
        });
        Sql.updateEach(connection, FORGET, others);
        int unused = Sql.update(connection, END_CONTRADICTED, watcher);
        // Transitions may have waited when the process before ended: its checkpoints are newer.
        LostEvents.makeUpFor(connection, ids, Checkpoints.load(connection, watcher));
    }
}
