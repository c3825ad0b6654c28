package io.halfshake.server.store;

import io.halfshake.monitor.OutageHistory.TimeSpan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What pages read. */
final class Queries {
    private static final String OUTAGES = "SELECT * FROM halfshake_outages WHERE target_id = ? AND began_latest < ?"
            + " ORDER BY began_latest DESC LIMIT ?";

    /** The first may begin before the time that is asked for. */
    private static final String SPANS = "SELECT span_from, span_to FROM halfshake_spans"
            + " WHERE target_id = ? AND span_to > ? AND span_from < ? ORDER BY span_from";

    private static final String MINUTES = "SELECT * FROM halfshake_minutes"
            + " WHERE target_id = ? AND epoch_minute >= ? AND epoch_minute < ? ORDER BY epoch_minute";

    private static final String LOSSES = "SELECT lost_from, lost_to, events, minutes FROM halfshake_losses"
            + " WHERE watcher = ? AND lost_to > ? AND lost_from < ? ORDER BY lost_from";

    /** All of them: there is one for each start. */
    private static final String RUNS =
            "SELECT started_at, alive_at FROM halfshake_runs WHERE watcher = ? ORDER BY started_at";

    private Queries() {}

    /** Those that began before a moment, the latest first. */
    static List<StoredOutage> outages(Connection connection, String watcher, String target, Instant before, int limit)
            throws SQLException {
        List<StoredOutage> found = new ArrayList<>();
        Long id = TargetIds.find(connection, watcher, target);
        if (id == null) {
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement(OUTAGES)) {
            select.setLong(1, id);
            select.setLong(2, Micros.of(before));
            select.setInt(3, limit);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(Stored.outage(rows));
                }
            }
        }
        return found;
    }

    /** Those that are in a time in part, oldest first. Spans that overlap are one. */
    static List<TimeSpan> spans(Connection connection, String watcher, String target, Instant from, Instant to)
            throws SQLException {
        List<TimeSpan> found = new ArrayList<>();
        Long id = TargetIds.find(connection, watcher, target);
        if (id == null) {
            return found;
        }
        try (PreparedStatement select = connection.prepareStatement(SPANS)) {
            select.setLong(1, id);
            select.setLong(2, Micros.of(from));
            select.setLong(3, Micros.of(to));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    addMerged(
                            found,
                            new TimeSpan(
                                    Micros.instant(rows.getLong("span_from")),
                                    Micros.instant(rows.getLong("span_to"))));
                }
            }
        }
        return found;
    }

    private static void addMerged(List<TimeSpan> spans, TimeSpan next) {
        int last = spans.size() - 1;
        if (last < 0 || spans.get(last).to().isBefore(next.from())) {
            spans.add(next);
        } else if (spans.get(last).to().isBefore(next.to())) {
            spans.set(last, new TimeSpan(spans.get(last).from(), next.to()));
        }
    }

    /** Of each target, those from one minute on and before another, oldest first; none where there is nothing. */
    static Map<String, List<MinuteSummary>> minutes(
            Connection connection, String watcher, List<String> targets, int from, int to) throws SQLException {
        Map<String, List<MinuteSummary>> found = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(MINUTES)) {
            for (String target : targets) {
                Long id = TargetIds.find(connection, watcher, target);
                found.put(target, id == null ? List.of() : minutes(select, id, from, to));
            }
        }
        return found;
    }

    private static List<MinuteSummary> minutes(PreparedStatement select, long id, int from, int to)
            throws SQLException {
        select.setLong(1, id);
        select.setInt(2, from);
        select.setInt(3, to);
        List<MinuteSummary> found = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(Stored.minute(rows));
            }
        }
        return List.copyOf(found);
    }

    /** Those that are in a time in part: first where the watcher did not run, then where it lost something. */
    static List<StoredGap> gaps(Connection connection, String watcher, Instant from, Instant to) throws SQLException {
        List<StoredGap> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(RUNS)) {
            select.setString(1, watcher);
            try (ResultSet rows = select.executeQuery()) {
                Instant last = null;
                while (rows.next()) {
                    Instant started = Micros.instant(rows.getLong("started_at"));
                    if (last != null && last.isBefore(started) && last.isBefore(to) && started.isAfter(from)) {
                        found.add(new StoredGap(last, started, 0, 0));
                    }
                    last = Micros.instant(rows.getLong("alive_at"));
                }
            }
        }
        try (PreparedStatement select = connection.prepareStatement(LOSSES)) {
            select.setString(1, watcher);
            select.setLong(2, Micros.of(from));
            select.setLong(3, Micros.of(to));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(new StoredGap(
                            Micros.instant(rows.getLong("lost_from")),
                            Micros.instant(rows.getLong("lost_to")),
                            rows.getLong("events"),
                            rows.getLong("minutes")));
                }
            }
        }
        return found;
    }
}
