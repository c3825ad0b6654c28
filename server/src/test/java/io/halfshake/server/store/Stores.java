package io.halfshake.server.store;

import io.halfshake.CheckResult;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.CheckResults;
import java.io.Closeable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Databases and rows for tests. */
final class Stores {
    static final Instant START = Instant.parse("2026-11-30T12:00:00.123456Z");
    static final String WATCHER = "test";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private Stores() {}

    /** For tests by the real clock: nothing of {@link #START} is too old for a century. */
    static StoreConfig config(StoreConfig.Location location) {
        return config(location, WATCHER);
    }

    static StoreConfig config(StoreConfig.Location location, String watcher) {
        return new StoreConfig(location, watcher, Duration.ofDays(36_500), Duration.ofDays(36_500));
    }

    static StoreConfig config() {
        return new StoreConfig(
                new StoreConfig.Location.File(Path.of("unused")), WATCHER, Duration.ofDays(30), Duration.ofDays(2));
    }

    /** A database in memory, which is there until its last connection is closed. */
    static Connector memory() {
        String url = "jdbc:sqlite:file:store" + NUMBERS.incrementAndGet() + "?mode=memory&cache=shared";
        return new Connector() {
            @Override
            public Connection open() throws SQLException {
                return DriverManager.getConnection(url);
            }

            @Override
            public Dialect dialect() {
                return Dialect.SQLITE;
            }

            @Override
            public Closeable lock() {
                return () -> {};
            }
        };
    }

    /** As the writer has it. */
    static Connection prepared(Connector connector) throws SQLException {
        Connection connection = connector.open();
        Schema.prepare(connection, connector.dialect());
        connection.setAutoCommit(false);
        return connection;
    }

    static TimeBounds bounds(long seconds) {
        return new TimeBounds(START.plusSeconds(seconds), START.plusSeconds(seconds + 1));
    }

    static Transition transition(String target, TargetState from, TargetState to, long seconds) {
        CheckResult evidence = to == TargetState.DOWN ? CheckResults.refused(target) : CheckResults.up(target);
        TimeBounds bounds = bounds(seconds);
        return new Transition(target, from, to, bounds.latest().plusSeconds(2), 0, evidence, bounds);
    }

    static HistoryEvent down(String target, long seconds) {
        return new HistoryEvent.Changed(transition(target, TargetState.UP, TargetState.DOWN, seconds), null);
    }

    static HistoryEvent up(String target, long seconds) {
        return new HistoryEvent.Changed(transition(target, TargetState.DOWN, TargetState.UP, seconds), null);
    }

    static Batch batch(HistoryEvent... events) {
        return new Batch(List.of(events), List.of(), List.of(), List.of(), null, START);
    }

    static Batch batch(Loss loss) {
        return new Batch(List.of(), List.of(), List.of(), List.of(), loss, START);
    }

    static TargetResult result(CheckResult result, boolean held) {
        return new TargetResult(result.target(), result, TargetState.UP, held, 0);
    }

    /** The first column of each row as text. */
    static List<String> texts(Connection connection, String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                found.add(String.valueOf(rows.getString(1)));
            }
        }
        return found;
    }

    static List<StoredOutage> outages(Connection connection, String target) throws SQLException {
        return Queries.outages(connection, WATCHER, target, START.plus(Duration.ofDays(1)), 100);
    }
}
