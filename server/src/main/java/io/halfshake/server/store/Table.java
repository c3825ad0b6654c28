package io.halfshake.server.store;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table whose rows are written whole, and may be written again: after an error it is not known whether a transaction
 * was committed.
 *
 * @param name in the database
 * @param key the first columns
 * @param values the others, in the order of the definition
 */
record Table(String name, List<String> key, List<String> values) {
    static final Table RUNS = new Table("halfshake_runs", List.of("watcher", "started_at"), List.of("alive_at"));

    static final Table LOSSES =
            new Table("halfshake_losses", List.of("watcher", "lost_from"), List.of("lost_to", "events", "minutes"));

    static final Table CHECKPOINTS = new Table(
            "halfshake_checkpoints",
            List.of("target_id"),
            List.of(
                    "taken_at",
                    "state",
                    "since",
                    "observed_from",
                    "confirmed_at",
                    "outage_earliest",
                    "outage_latest",
                    "outage_unseen",
                    "outage_reason",
                    "outage_unobserved",
                    "outages",
                    "shortest",
                    "longest",
                    "unobserved"));

    static final Table TRANSITIONS = new Table(
            "halfshake_transitions",
            List.of("target_id", "decided_at"),
            List.of("from_state", "to_state", "earliest", "latest", "reason", "evidence"));

    static final Table OUTAGES = new Table(
            "halfshake_outages",
            List.of("target_id", "began_latest"),
            List.of(
                    "began_earliest",
                    "began_unseen",
                    "reason",
                    "ending",
                    "ended_earliest",
                    "ended_latest",
                    "unobserved"));

    static final Table SPANS = new Table("halfshake_spans", List.of("target_id", "span_from"), List.of("span_to"));

    static final Table MINUTES = new Table(
            "halfshake_minutes",
            List.of("target_id", "epoch_minute"),
            List.of("ups", "downs", "unknowns", "held", "rtt_min", "rtt_median", "rtt_p99", "rtt_max"));

    static final List<Table> ALL = List.of(RUNS, LOSSES, CHECKPOINTS, TRANSITIONS, OUTAGES, SPANS, MINUTES);

    /** The key first. */
    List<String> columns() {
        List<String> columns = new ArrayList<>(key);
        columns.addAll(values);
        return List.copyOf(columns);
    }

    /** The parameters are the values, then the key. */
    String updateSql() {
        return "UPDATE " + name + " SET " + assignments(values, ", ") + " WHERE " + assignments(key, " AND ");
    }

    /** The parameters are the key, then the values. */
    String insertSql() {
        List<String> columns = columns();
        String marks = columns.stream().map(column -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES (" + marks + ")";
    }

    private static String assignments(List<String> columns, String separator) {
        return columns.stream().map(column -> column + " = ?").collect(Collectors.joining(separator));
    }
}
