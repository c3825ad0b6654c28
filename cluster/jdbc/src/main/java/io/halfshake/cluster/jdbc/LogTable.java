package io.halfshake.cluster.jdbc;

import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The commands and the snapshot of one cluster. Each method is one statement, and one transaction. */
final class LogTable {
    /** A command that was accepted, or the state after the command of that index. */
    static final class Entry {
        private final long index;
        private final byte[] bytes;

        Entry(long index, byte[] bytes) {
            this.index = index;
            this.bytes = bytes;
        }

        long index() {
            return index;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    /** At most in one reading, and in one batch that is appended. */
    static final int MAX_ENTRIES = 256;

    /** After that many bytes, neither has a further entry. */
    static final int ENOUGH_BYTES = 4 << 20;

    /** Bytes. A command begins with its time, so that no two have the same prefix. */
    private static final int PREFIX = 1_024;

    /** Commands before the snapshot that stay, for members that are a little behind. */
    private static final int KEPT = 1_000;

    /**
     * The row's lock makes each transaction wait for the one before it to be visible to all, so that nothing is ever
     * accepted before what was read already. As one statement, it holds that lock without waiting for the client.
     */
    private static final String APPEND = """
            WITH next AS (UPDATE halfshake_cluster SET last = last + ? WHERE name = ? RETURNING name, last)
            INSERT INTO halfshake_cluster_log (cluster, index, command)
            SELECT next.name, next.last - ? + new.number, new.command
            FROM next, unnest(CAST(? AS bytea[])) WITH ORDINALITY AS new (command, number)
            RETURNING index""";

    private static final String READ = """
            SELECT index, CASE WHEN index = ? THEN substr(command, 1, ?) ELSE command END FROM (
                SELECT index, command, sum(octet_length(command)) OVER (ORDER BY index) - octet_length(command) AS before
                FROM halfshake_cluster_log WHERE cluster = ? AND index >= ? AND index < ?) AS entries
            WHERE before < ? ORDER BY index""";

    private static final String FIRST = "SELECT min(index) FROM halfshake_cluster_log WHERE cluster = ?";

    private static final String SNAPSHOT = "SELECT index, snapshot FROM halfshake_cluster_snapshot WHERE cluster = ?";

    private static final String SAVE = """
            INSERT INTO halfshake_cluster_snapshot AS old (cluster, index, snapshot) VALUES (?, ?, ?)
            ON CONFLICT (cluster) DO UPDATE SET index = excluded.index, snapshot = excluded.snapshot
            WHERE old.index < excluded.index""";

    private static final String DELETE = """
            DELETE FROM halfshake_cluster_log USING halfshake_cluster_snapshot AS saved
            WHERE halfshake_cluster_log.cluster = ? AND saved.cluster = ? AND halfshake_cluster_log.index <= saved.index - ?""";

    private final String cluster;

    LogTable(String cluster) {
        this.cluster = cluster;
    }

    /**
     * Accepts commands, all or none.
     *
     * @return the index of the first; those of the others follow without gaps
     */
    long append(Session session, List<byte[]> commands) throws SQLException {
        Array array = session.connection().createArrayOf("bytea", commands.toArray(byte[][]::new));
        try (PreparedStatement statement = session.prepare(APPEND)) {
            statement.setLong(1, commands.size());
            statement.setString(2, cluster);
            statement.setLong(3, commands.size());
            statement.setArray(4, array);
            try (ResultSet rows = statement.executeQuery()) {
                long first = Long.MAX_VALUE;
                int count = 0;
                while (rows.next()) {
                    first = Math.min(first, rows.getLong(1));
                    count++;
                }
                if (count != commands.size()) {
                    throw new SQLException("table halfshake_cluster: no row for " + cluster + " (expected one)");
                }
                return first;
            }
        } finally {
            array.free();
        }
    }

    /** What identifies a command, without reading all of it again. */
    static byte[] prefix(byte[] command) {
        return command.length <= PREFIX ? command : Arrays.copyOf(command, PREFIX);
    }

    /** The {@linkplain #prefix prefix} of the command at that index, and some commands after it, in their order. */
    List<Entry> read(Session session, long from) throws SQLException {
        try (PreparedStatement statement = session.prepare(READ)) {
            statement.setLong(1, from);
            statement.setInt(2, PREFIX);
            statement.setString(3, cluster);
            statement.setLong(4, from);
            statement.setLong(5, from + MAX_ENTRIES);
            statement.setLong(6, ENOUGH_BYTES);
            List<Entry> entries = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Entry(rows.getLong(1), rows.getBytes(2)));
                }
            }
            return entries;
        }
    }

    /** The index of the first command that is still there; 0 if there is none. */
    long first(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare(FIRST)) {
            statement.setString(1, cluster);
            try (ResultSet row = statement.executeQuery()) {
                // Of no rows the minimum is null, which is 0 as a long.
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** Null if none was saved yet. */
    @Nullable
    Entry snapshot(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare(SNAPSHOT)) {
            statement.setString(1, cluster);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Entry(row.getLong(1), row.getBytes(2)) : null;
            }
        }
    }

    /** Keeps the later one, if there is another. */
    void save(Session session, Entry snapshot) throws SQLException {
        try (PreparedStatement statement = session.prepare(SAVE)) {
            statement.setString(1, cluster);
            statement.setLong(2, snapshot.index());
            statement.setBytes(3, snapshot.bytes());
            int unused = statement.executeUpdate();
        }
    }

    /** Deletes commands that the saved snapshot includes, but for some. */
    void deleteOld(Session session) throws SQLException {
        try (PreparedStatement statement = session.prepare(DELETE)) {
            statement.setString(1, cluster);
            statement.setString(2, cluster);
            statement.setLong(3, KEPT);
            int unused = statement.executeUpdate();
        }
    }
}
