package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.server.store.Batch.TargetSpan;
import io.halfshake.server.store.HistoryEvent.Changed;
import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.HistoryEvent.Started;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.server.store.StoredOutage.Ending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchWriterTest {
    private final Connector memory = Stores.memory();
    private final BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START);

    @SuppressWarnings("NullAway.Init")
    private Connection connection;

    private TargetIds ids = new TargetIds(Stores.WATCHER);

    @BeforeEach
    void open() throws SQLException {
        connection = Stores.prepared(memory);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    /** Each batch twice, over a new set of numbers: as after an error after the commit. */
    private void write(Batch batch) throws SQLException {
        writer.write(connection, ids, batch);
        ids = new TargetIds(Stores.WATCHER);
        ids.load(connection);
        writer.write(connection, ids, batch);
    }

    private static TargetCheckpoint checkpoint(String target, TargetState state, @Nullable OpenOutage outage) {
        return new TargetCheckpoint(
                target,
                Stores.START.plusSeconds(100),
                state,
                Stores.START,
                Stores.START.minusSeconds(50),
                Stores.START.plusSeconds(99),
                outage,
                new DowntimeTotal(3, Duration.ofSeconds(4), Duration.ofSeconds(5)),
                Duration.ofMillis(6));
    }

    private static OpenOutage open(long seconds) {
        return new OpenOutage(Stores.bounds(seconds), false, DownReason.REFUSED, Duration.ofSeconds(7));
    }

    private static Batch with(@Nullable Loss loss, TargetCheckpoint... checkpoints) {
        return new Batch(List.of(), List.of(checkpoints), List.of(), List.of(), loss, Stores.START);
    }

    private List<StoredOutage> outages() throws SQLException {
        return Stores.outages(connection, "db:1");
    }

    @Test
    void outage_isOpenUntilTheTransitionThatEndsIt() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        assertThat(outages())
                .containsExactly(new StoredOutage(Stores.bounds(10), false, "refused", Ending.OPEN, null, null));

        Outage ended = new Outage(
                Stores.bounds(10), Stores.bounds(20), false, false, DownReason.REFUSED, Duration.ofSeconds(2));
        write(Stores.batch(new Changed(Stores.transition("db:1", TargetState.DOWN, TargetState.UP, 20), ended)));
        assertThat(outages())
                .containsExactly(new StoredOutage(
                        Stores.bounds(10), false, "refused", Ending.SEEN, Stores.bounds(20), Duration.ofSeconds(2)));
        assertThat(Stores.texts(connection, "SELECT to_state FROM halfshake_transitions ORDER BY decided_at"))
                .containsExactly("down", "up");
    }

    @Test
    void outageAndItsEndInOneBatch_areOneOutage() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10), Stores.up("db:1", 20), Stores.down("db:1", 30)));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.OPEN, Ending.SEEN);
        assertThat(outages()).extracting(StoredOutage::began).containsExactly(Stores.bounds(30), Stores.bounds(10));
    }

    @Test
    void outageOfTheFirstCheck_beganUnseen() throws SQLException {
        write(Stores.batch(new Changed(Stores.transition("db:1", TargetState.UNKNOWN, TargetState.DOWN, 10), null)));
        assertThat(outages()).extracting(StoredOutage::beganUnseen).containsExactly(true);
    }

    @Test
    void outageWhoseBeginWasLost_isWrittenWithItsEnd() throws SQLException {
        Outage ended =
                new Outage(Stores.bounds(10), Stores.bounds(20), false, true, DownReason.TIMED_OUT, Duration.ZERO);
        write(Stores.batch(new Changed(Stores.transition("db:1", TargetState.DOWN, TargetState.UP, 20), ended)));
        assertThat(outages())
                .containsExactly(new StoredOutage(
                        Stores.bounds(10), true, "timed_out", Ending.SEEN, Stores.bounds(20), Duration.ZERO));
    }

    @Test
    void outageWhoseEndWasLost_endsUnseenWithTheNextOne() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        write(Stores.batch(Stores.down("db:1", 30)));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.OPEN, Ending.UNSEEN);
    }

    @Test
    void targetThatIsRemoved_hasNoOpenOutageAndNoCheckpoint() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        write(with(null, checkpoint("db:1", TargetState.DOWN, open(10))));
        assertThat(Checkpoints.load(connection, Stores.WATCHER)).containsOnlyKeys("db:1");

        write(Stores.batch(new Removed("db:1", Stores.START), new Removed("never:1", Stores.START)));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.UNSEEN);
        assertThat(Checkpoints.load(connection, Stores.WATCHER)).isEmpty();
        assertThat(ids.find("never:1")).isNull();
    }

    @Test
    void start_endsWhatIsNotContinued() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10), Stores.down("db:2", 10), Stores.down("db:3", 10)));
        write(with(
                null,
                checkpoint("db:1", TargetState.DOWN, open(10)),
                checkpoint("db:2", TargetState.DOWN, open(10)),
                checkpoint("db:3", TargetState.UP, null)));

        write(Stores.batch(new Started(Set.of("db:1", "db:3"), Stores.START)));
        List<Ending> endings = new ArrayList<>();
        for (String target : List.of("db:1", "db:2", "db:3")) {
            Stores.outages(connection, target).forEach(outage -> endings.add(outage.ending()));
        }
        assertThat(endings).containsExactly(Ending.OPEN, Ending.UNSEEN, Ending.UNSEEN);
        assertThat(Checkpoints.load(connection, Stores.WATCHER)).containsOnlyKeys("db:1", "db:3");
    }

    @Test
    void lostEvents_areMadeUpForByCheckpoints() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        Loss loss = new Loss(Stores.START, Stores.START.plusSeconds(5), 3, 1);
        write(with(loss, checkpoint("db:1", TargetState.UP, null), checkpoint("db:2", TargetState.DOWN, open(40))));

        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.UNSEEN);
        assertThat(Stores.outages(connection, "db:2"))
                .containsExactly(new StoredOutage(Stores.bounds(40), false, "refused", Ending.OPEN, null, null));
        assertThat(Stores.texts(connection, "SELECT events FROM halfshake_losses"))
                .containsExactly("3");
        assertThat(Stores.texts(connection, "SELECT minutes FROM halfshake_losses"))
                .containsExactly("1");
    }

    /** As those of minutes do that are lost one after the other. */
    @Test
    void lossesThatBeginAtTheSameMoment_areAddedUp() throws SQLException {
        Instant minute = Micros.instant(Micros.ofMinute(Micros.minute(Stores.START)));
        write(Stores.batch(new Loss(minute, minute.plusSeconds(60), 0, 3)));
        write(Stores.batch(new Loss(minute, minute.plusSeconds(60), 0, 3)));
        write(Stores.batch(new Loss(minute, minute.plusSeconds(120), 2, 1)));
        assertThat(Queries.gaps(connection, Stores.WATCHER, minute, minute.plusSeconds(300)))
                .containsExactly(new StoredGap(minute, minute.plusSeconds(120), 2, 7));

        BatchWriter ofTheNextProcess = new BatchWriter(Stores.WATCHER, Stores.START.plusSeconds(10));
        ofTheNextProcess.write(connection, ids, Stores.batch(new Loss(minute, minute.plusSeconds(60), 0, 1)));
        assertThat(Stores.texts(connection, "SELECT minutes FROM halfshake_losses"))
                .containsExactly("8");
        assertThat(Stores.texts(connection, "SELECT events FROM halfshake_losses"))
                .containsExactly("2");
    }

    @Test
    void outageWhoseEndAndNextBeginWereLost_isTwo() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        write(with(new Loss(Stores.START, Stores.START, 2, 0), checkpoint("db:1", TargetState.DOWN, open(40))));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.OPEN, Ending.UNSEEN);
        assertThat(outages()).extracting(StoredOutage::began).containsExactly(Stores.bounds(40), Stores.bounds(10));
    }

    @Test
    void outageThatGoesOnOverALoss_isOne() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        write(with(new Loss(Stores.START, Stores.START, 2, 0), checkpoint("db:1", TargetState.DOWN, open(10))));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.OPEN);
    }

    @Test
    void lostMinutesAlone_changeNoOutage() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        write(with(new Loss(Stores.START, Stores.START, 0, 1), checkpoint("db:1", TargetState.UP, null)));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.OPEN);
    }

    @Test
    void checkpoint_isReadAsItWasWritten() throws SQLException {
        TargetCheckpoint down = checkpoint("db:1", TargetState.DOWN, open(10));
        TargetCheckpoint unknown = new TargetCheckpoint(
                "db:2",
                Stores.START,
                TargetState.UNKNOWN,
                Stores.START,
                null,
                null,
                null,
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                Duration.ZERO);
        write(with(null, down, unknown));
        assertThat(Checkpoints.load(connection, Stores.WATCHER))
                .containsEntry("db:1", down)
                .containsEntry("db:2", unknown)
                .hasSize(2);
        assertThat(Checkpoints.load(connection, "other")).isEmpty();
    }

    @Test
    void checkpointThatContradictsItself_isNotUsed() throws SQLException {
        write(with(null, checkpoint("db:1", TargetState.DOWN, open(10)), checkpoint("db:2", TargetState.UP, null)));
        assertThat(Sql.update(
                        connection,
                        "UPDATE halfshake_checkpoints SET state = 'sideways' WHERE outage_reason = ?",
                        "refused"))
                .isEqualTo(1);
        assertThat(Checkpoints.load(connection, Stores.WATCHER)).containsOnlyKeys("db:2");
    }

    @Test
    void spansAndMinutes_areReadInTheirTime() throws SQLException {
        List<TargetSpan> spans = List.of(span(10, 20), span(15, 25), span(40, 50));
        List<TargetMinute> minutes = List.of(
                new TargetMinute("db:1", new MinuteSummary(100, 1, 2, 3, 1, null)),
                new TargetMinute("db:1", new MinuteSummary(101, 4, 0, 0, 0, new MinuteSummary.RoundTrips(5, 6, 7, 8))),
                new TargetMinute("db:1", new MinuteSummary(102, 9, 0, 0, 0, null)));
        write(new Batch(List.of(), List.of(), spans, minutes, null, Stores.START));

        assertThat(Queries.spans(
                        connection, Stores.WATCHER, "db:1", Stores.START.plusSeconds(22), Stores.START.plusSeconds(45)))
                .containsExactly(span(15, 25).span(), span(40, 50).span());
        assertThat(Queries.spans(connection, Stores.WATCHER, "db:1", Stores.START, Stores.START.plusSeconds(30)))
                .containsExactly(span(10, 25).span());
        assertThat(Queries.minutes(connection, Stores.WATCHER, List.of("db:1", "db:2"), 100, 102))
                .containsEntry(
                        "db:1", List.of(minutes.get(0).summary(), minutes.get(1).summary()))
                .containsEntry("db:2", List.of());
    }

    private static TargetSpan span(long from, long to) {
        return new TargetSpan("db:1", new TimeSpan(Stores.START.plusSeconds(from), Stores.START.plusSeconds(to)));
    }

    @Test
    void gaps_areBetweenRunsAndWhereSomethingWasLost() throws SQLException {
        Loss loss = new Loss(Stores.START.plusSeconds(5), Stores.START.plusSeconds(6), 3, 1);
        write(new Batch(List.of(), List.of(), List.of(), List.of(), loss, Stores.START.plusSeconds(10)));
        new BatchWriter(Stores.WATCHER, Stores.START.plusSeconds(60))
                .write(
                        connection,
                        ids,
                        new Batch(List.of(), List.of(), List.of(), List.of(), null, Stores.START.plusSeconds(70)));

        assertThat(Queries.gaps(connection, Stores.WATCHER, Stores.START, Stores.START.plusSeconds(100)))
                .containsExactly(
                        new StoredGap(Stores.START.plusSeconds(10), Stores.START.plusSeconds(60), 0, 0),
                        new StoredGap(Stores.START.plusSeconds(5), Stores.START.plusSeconds(6), 3, 1));
        assertThat(Queries.gaps(
                        connection, Stores.WATCHER, Stores.START.plusSeconds(60), Stores.START.plusSeconds(100)))
                .isEmpty();
        assertThat(Queries.gaps(connection, "other", Stores.START, Stores.START.plusSeconds(100)))
                .isEmpty();
    }

    @Test
    void outages_arePagedFromTheLatest() throws SQLException {
        write(Stores.batch(
                Stores.down("db:1", 10), Stores.up("db:1", 20), Stores.down("db:1", 30), Stores.up("db:1", 40)));
        List<StoredOutage> first =
                Queries.outages(connection, Stores.WATCHER, "db:1", Stores.START.plusSeconds(100), 1);
        assertThat(first).extracting(StoredOutage::began).containsExactly(Stores.bounds(30));
        assertThat(Queries.outages(
                        connection, Stores.WATCHER, "db:1", first.get(0).began().latest(), 10))
                .extracting(StoredOutage::began)
                .containsExactly(Stores.bounds(10));
    }

    /** The process was killed when the transition waited, and the checkpoint had been written. */
    @Test
    void start_opensWhatIsDownByItsCheckpoint() throws SQLException {
        write(with(
                null,
                checkpoint("db:1", TargetState.DOWN, open(40)),
                checkpoint("db:2", TargetState.DOWN, open(40)),
                checkpoint("db:3", TargetState.UP, null)));
        write(Stores.batch(new Started(Set.of("db:1", "db:3"), Stores.START)));
        assertThat(outages())
                .containsExactly(new StoredOutage(Stores.bounds(40), false, "refused", Ending.OPEN, null, null));
        assertThat(Stores.outages(connection, "db:2")).as("not continued").isEmpty();
        assertThat(Stores.outages(connection, "db:3")).isEmpty();
    }

    /** The moments of a checkpoint are those of the wall clock of its time. */
    @Test
    void outageDuringWhichTheClockWasSetBack_isOneAfterARestart() throws SQLException {
        Transition down = Stores.transition("db:1", TargetState.UP, TargetState.DOWN, 10);
        write(Stores.batch(new Changed(down, null)));
        write(with(null, checkpointAnHourBack(down.at())));
        write(Stores.batch(new Started(Set.of("db:1"), Stores.START)));
        assertThat(outages())
                .containsExactly(new StoredOutage(Stores.bounds(10), false, "refused", Ending.OPEN, null, null));
    }

    /** The transitions that ended the one and began the other were lost. */
    @Test
    void otherOutageAfterTheClockWasSetBack_isASecondOne() throws SQLException {
        Transition down = Stores.transition("db:1", TargetState.UP, TargetState.DOWN, 10);
        write(Stores.batch(new Changed(down, null)));
        write(with(null, checkpointAnHourBack(down.at().plusSeconds(60))));
        write(Stores.batch(new Started(Set.of("db:1"), Stores.START)));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(Ending.UNSEEN, Ending.OPEN);
    }

    private static TargetCheckpoint checkpointAnHourBack(Instant since) {
        return new TargetCheckpoint(
                "db:1",
                Stores.START.minusSeconds(3_500),
                TargetState.DOWN,
                since,
                Stores.START.minusSeconds(3_650),
                Stores.START.minusSeconds(3_501),
                open(10 - 3_600),
                new DowntimeTotal(0, Duration.ZERO, Duration.ZERO),
                Duration.ZERO);
    }

    @Test
    void minuteOfARestart_hasTheCountsOfTheProcessThatSawMore() throws SQLException {
        writeUps(Micros.minute(Stores.START), 10);
        writeUps(Micros.minute(Stores.START), 3);
        assertThat(Stores.texts(connection, "SELECT ups FROM halfshake_minutes"))
                .containsExactly("10");
        writeUps(Micros.minute(Stores.START), 12);
        assertThat(Stores.texts(connection, "SELECT ups FROM halfshake_minutes"))
                .containsExactly("12");
    }

    @Test
    void laterMinute_hasItsLatestSummary() throws SQLException {
        writeUps(Micros.minute(Stores.START) + 1, 10);
        writeUps(Micros.minute(Stores.START) + 1, 3);
        assertThat(Stores.texts(connection, "SELECT ups FROM halfshake_minutes"))
                .containsExactly("3");
    }

    private void writeUps(int minute, int ups) throws SQLException {
        List<TargetMinute> minutes = List.of(new TargetMinute("db:1", new MinuteSummary(minute, ups, 0, 0, 0, null)));
        write(new Batch(List.of(), List.of(), List.of(), minutes, null, Stores.START));
    }

    @Test
    void severalWatchers_haveNumbersOfTheirOwn() throws SQLException {
        write(Stores.batch(Stores.down("db:1", 10)));
        TargetIds others = new TargetIds("other");
        others.load(connection);
        new BatchWriter("other", Stores.START).write(connection, others, Stores.batch(Stores.down("db:1", 50)));

        assertThat(others.find("db:1")).isNotEqualTo(ids.find("db:1"));
        assertThat(outages()).extracting(StoredOutage::began).containsExactly(Stores.bounds(10));
        assertThat(Queries.outages(connection, "other", "db:1", Stores.START.plus(Duration.ofDays(1)), 10))
                .extracting(StoredOutage::began)
                .containsExactly(Stores.bounds(50));
    }
}
