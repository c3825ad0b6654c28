package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.server.store.Batch.TargetSpan;
import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.server.store.StoredOutage.Ending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionTest {
    private final BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START);
    private final TargetIds ids = new TargetIds(Stores.WATCHER);

    /** Negative, as that of some machines. */
    private long nanos = -Duration.ofDays(100).toNanos();

    private final Retention retention = new Retention(Stores.config(), () -> nanos);
    private Instant now = Stores.START;

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    @BeforeEach
    void open() throws SQLException {
        connection = Stores.prepared(Stores.memory());
        // First: a loss ends outages of which nothing is known.
        TimeSpan span = new TimeSpan(Stores.START.plusSeconds(10), Stores.START.plusSeconds(20));
        MinuteSummary minute = new MinuteSummary(Micros.minute(Stores.START), 1, 0, 0, 0, null);
        writer.write(
                connection,
                ids,
                new Batch(
                        List.of(),
                        List.of(),
                        List.of(new TargetSpan("db:1", span)),
                        List.of(new TargetMinute("db:1", minute)),
                        new Loss(Stores.START, Stores.START, 1, 0),
                        Stores.START));
        writer.write(
                connection, ids, Stores.batch(Stores.down("db:1", 10), Stores.up("db:1", 20), Stores.down("db:1", 30)));
        retention.turn(connection, ids, now);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** By both clocks. */
    private void turnAfter(Duration length) throws SQLException {
        now = now.plus(length);
        nanos += length.toNanos();
        retention.turn(connection, ids, now);
    }

    private List<String> of(String table) throws SQLException {
        return Stores.texts(connection, "SELECT * FROM halfshake_" + table);
    }

    @Test
    void whatIsOlder_isDeletedAndWhatGoesOnIsKept() throws SQLException {
        turnAfter(Duration.ofDays(3));
        assertThat(of("minutes")).isEmpty();
        assertThat(of("outages")).hasSize(2);
        assertThat(of("spans")).hasSize(1);

        turnAfter(Duration.ofDays(28));
        assertThat(Stores.outages(connection, "db:1"))
                .extracting(StoredOutage::ending)
                .containsExactly(Ending.OPEN);
        for (String table : List.of("spans", "transitions", "runs", "losses")) {
            assertThat(of(table)).as(table).isEmpty();
        }
        assertThat(of("targets")).hasSize(1);
    }

    /** A later start knows the outage by it. */
    @Test
    void transitionToAnOutageThatGoesOn_isKept() throws SQLException {
        String decided = Long.toString(Micros.of(Stores.START.plusSeconds(33)));
        int unused = Sql.update(
                connection,
                "INSERT INTO halfshake_checkpoints (target_id, taken_at, state, since, outages, shortest, longest,"
                        + " unobserved) SELECT id, 0, 'down', ?, 1, 0, 0, 0 FROM halfshake_targets",
                Long.valueOf(decided));
        turnAfter(Duration.ofDays(31));
        assertThat(Stores.texts(connection, "SELECT decided_at FROM halfshake_transitions"))
                .containsExactly(decided);
    }

    @Test
    void targetWithoutRows_isDeletedAndMayComeBack() throws SQLException {
        writer.write(connection, ids, Stores.batch(new Removed("db:1", Stores.START), Stores.down("db:2", 10)));
        turnAfter(Duration.ofDays(31));
        assertThat(Stores.texts(connection, "SELECT target FROM halfshake_targets"))
                .containsExactly("db:2");
        assertThat(ids.find("db:1")).isNull();

        writer.write(connection, ids, Stores.batch(Stores.down("db:1", 50)));
        assertThat(Stores.outages(connection, "db:1")).hasSize(1);
        assertThat(Stores.outages(connection, "db:2")).hasSize(1);
    }

    @Test
    void clockThatIsSetAhead_deletesNothingForAnHour() throws SQLException {
        now = now.plus(Duration.ofDays(400));
        turnAfter(Duration.ofSeconds(1));
        turnAfter(Duration.ofMinutes(59));
        assertThat(of("minutes")).hasSize(1);
        assertThat(of("transitions")).hasSize(3);
        turnAfter(Duration.ofMinutes(1));
        assertThat(of("minutes")).isEmpty();
        assertThat(of("transitions")).isEmpty();
    }

    @Test
    void clockThatIsPutRightWithinAnHour_hasDeletedNothing() throws SQLException {
        now = now.plus(Duration.ofDays(400));
        turnAfter(Duration.ofMinutes(1));
        now = now.minus(Duration.ofDays(400));
        turnAfter(Duration.ofMinutes(1));
        turnAfter(Duration.ofHours(2));
        assertThat(of("minutes")).hasSize(1);
    }
}
