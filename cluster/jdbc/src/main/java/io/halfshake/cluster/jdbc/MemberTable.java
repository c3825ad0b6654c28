package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.Presence.Beat;
import io.halfshake.cluster.jdbc.Presence.Sighting;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The heartbeats of the members of one cluster. Each method is one statement, and one transaction. */
final class MemberTable {
    private static final String BEAT = """
            INSERT INTO halfshake_cluster_member AS old (cluster, member, process, beats) VALUES (?, ?, ?, 1)
            ON CONFLICT (cluster, member) DO UPDATE SET process = excluded.process, beats = old.beats + 1,
                ticket = CASE WHEN old.process = excluded.process THEN old.ticket ELSE excluded.ticket END
            WHERE old.process = excluded.process OR ?""";

    /**
     * A process holds a lock of its number, which the server releases when its connection ends. Whether it is held
     * shows by an attempt to share it, for the time of the statement.
     */
    private static final String READ = """
            SELECT member, process, ticket, beats,
                CASE WHEN process = ? THEN true ELSE NOT pg_try_advisory_xact_lock_shared(process) END,
                pg_backend_pid()
            FROM halfshake_cluster_member WHERE cluster = ?""";

    private static final String DELETE =
            "DELETE FROM halfshake_cluster_member WHERE cluster = ? AND member = ? AND process = ?";

    /** All members, and the process of the server that has read them; 0 without members. */
    record Reading(List<Sighting> sightings, int backend) {}

    private final String cluster;

    MemberTable(String cluster) {
        this.cluster = cluster;
    }

    /**
     * One heartbeat.
     *
     * @param takes whether to take the name from another process that has it
     * @return false if another process has the name
     */
    boolean beat(Session session, String member, long process, boolean takes) throws SQLException {
        try (PreparedStatement statement = session.prepare(BEAT)) {
            statement.setString(1, cluster);
            statement.setString(2, member);
            statement.setLong(3, process);
            statement.setBoolean(4, takes);
            return statement.executeUpdate() > 0;
        }
    }

    /**
     * All members.
     *
     * @param process that of the session: its own connection is there
     */
    Reading read(Session session, long process) throws SQLException {
        try (PreparedStatement statement = session.prepare(READ)) {
            statement.setLong(1, process);
            statement.setString(2, cluster);
            List<Sighting> sightings = new ArrayList<>();
            int backend = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Beat beat = new Beat(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4));
                    sightings.add(new Sighting(beat, rows.getBoolean(5)));
                    backend = rows.getInt(6);
                }
            }
            return new Reading(sightings, backend);
        }
    }

    /** Unless another process has its name by now. */
    void delete(Session session, String member, long process) throws SQLException {
        try (PreparedStatement statement = session.prepare(DELETE)) {
            statement.setString(1, cluster);
            statement.setString(2, member);
            statement.setLong(3, process);
            int unused = statement.executeUpdate();
        }
    }
}
