package io.halfshake.server.store;

import io.halfshake.DownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.server.store.StoredOutage.Ending;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows as they are read. */
final class Stored {
    private Stored() {}

    /** Throws {@link IllegalArgumentException} where the row contradicts itself: then something else has changed it. */
    static TargetCheckpoint checkpoint(ResultSet row) throws SQLException {
        return new TargetCheckpoint(
                row.getString("target"),
                Micros.instant(row.getLong("taken_at")),
                TargetState.valueOf(constant(row.getString("state"))),
                Micros.instant(row.getLong("since")),
                Micros.instant(number(row, "observed_from")),
                Micros.instant(number(row, "confirmed_at")),
                openOutage(row),
                new DowntimeTotal(
                        row.getLong("outages"),
                        Micros.length(row.getLong("shortest")),
                        Micros.length(row.getLong("longest"))),
                Micros.length(row.getLong("unobserved")));
    }

    private static @Nullable OpenOutage openOutage(ResultSet row) throws SQLException {
        Long earliest = number(row, "outage_earliest");
        if (earliest == null) {
            return null;
        }
        return new OpenOutage(
                new TimeBounds(Micros.instant(earliest.longValue()), Micros.instant(row.getLong("outage_latest"))),
                row.getLong("outage_unseen") != 0,
                DownReason.valueOf(constant(row.getString("outage_reason"))),
                Micros.length(row.getLong("outage_unobserved")));
    }

    static StoredOutage outage(ResultSet row) throws SQLException {
        Long endedEarliest = number(row, "ended_earliest");
        Long endedLatest = number(row, "ended_latest");
        Long unobserved = number(row, "unobserved");
        return new StoredOutage(
                new TimeBounds(
                        Micros.instant(row.getLong("began_earliest")), Micros.instant(row.getLong("began_latest"))),
                row.getLong("began_unseen") != 0,
                row.getString("reason"),
                Ending.valueOf(constant(row.getString("ending"))),
                endedEarliest == null || endedLatest == null
                        ? null
                        : new TimeBounds(
                                Micros.instant(endedEarliest.longValue()), Micros.instant(endedLatest.longValue())),
                unobserved == null ? null : Micros.length(unobserved));
    }

    static MinuteSummary minute(ResultSet row) throws SQLException {
        Long min = number(row, "rtt_min");
        return new MinuteSummary(
                row.getInt("epoch_minute"),
                row.getInt("ups"),
                row.getInt("downs"),
                row.getInt("unknowns"),
                row.getInt("held"),
                min == null
                        ? null
                        : new MinuteSummary.RoundTrips(
                                min, row.getLong("rtt_median"), row.getLong("rtt_p99"), row.getLong("rtt_max")));
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? null : value;
    }

    /** Null becomes a name that no constant has. */
    private static String constant(@Nullable String name) {
        return name == null ? "" : name.toUpperCase(Locale.ROOT);
    }
}
