package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.jdbc.Presence.Beat;
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

    private static final String READ =
            "SELECT member, process, ticket, beats FROM halfshake_cluster_member WHERE cluster = ?";

    private static final String DELETE =
            "DELETE FROM halfshake_cluster_member WHERE cluster = ? AND member = ? AND process = ?";

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

    List<Beat> read(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare(READ)) {
            statement.setString(1, cluster);
            List<Beat> beats = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    beats.add(new Beat(rows.getString(1), rows.getLong(2), rows.getLong(3), rows.getLong(4)));
                }
            }
            return beats;
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
