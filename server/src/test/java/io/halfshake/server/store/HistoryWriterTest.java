package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.store.FlakyConnector.Commits;
import io.halfshake.server.store.HistoryEvent.Removed;
import io.halfshake.server.store.StoreHealth.State;
import io.halfshake.testing.CheckResults;
import io.halfshake.testing.TestMonitor;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HistoryWriterTest {
    private static final int MAX_EVENTS = 10;

    private final Connector memory = Stores.memory();
    private final FlakyConnector database = new FlakyConnector(memory);
    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, MAX_EVENTS);
    private final MinuteBuffer minutes = new MinuteBuffer(losses, 100);
    private Instant now = Stores.START;
    private long nanos;
    private @Nullable StoredMonitor monitor;
    private HistoryWriter writer = newWriter();

    /** Keeps what is in memory, and reads it. */
    @SuppressWarnings("NullAway.Init")
    private Connection watching;

    private HistoryWriter newWriter() {
        Collector collector = new Collector(events, minutes, losses, () -> monitor, () -> 0, now);
        return new HistoryWriter(Stores.config(), new Connections(database), collector, losses, () -> now, () -> nanos);
    }

    @BeforeEach
    void open() throws SQLException {
        watching = memory.open();
    }

    @AfterEach
    void close() throws SQLException {
        writer.finish(() -> true, () -> false);
        watching.close();
    }

    /** A turn a second later. */
    private long turn() {
        now = now.plusSeconds(1);
        nanos += seconds(1);
        return writer.turn();
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    private void startWithNothing() {
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(writer.restored().join()).isEmpty();
    }

    private List<StoredOutage> outages() throws SQLException {
        return Stores.outages(watching, "db:1");
    }

    @Test
    void events_areWrittenInTheNextTurn() throws SQLException {
        assertThat(writer.health().state()).isEqualTo(State.STARTING);
        startWithNothing();
        events.add(Stores.down("db:1", 10));
        assertThat(writer.health().waiting()).isEqualTo(1);
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).hasSize(1);
        assertThat(writer.health())
                .isEqualTo(new StoreHealth(State.WRITING, Stores.START.plusSeconds(1), now, 0, 0, 0, 0));
    }

    /** It would come too late otherwise for the start, which waits for it. */
    @Test
    void databaseThatIsAwayAtTheStart_isTriedEachSecond() {
        database.unreachable = true;
        for (int i = 0; i < 9; i++) {
            assertThat(turn()).isEqualTo(seconds(1));
        }
        database.unreachable = false;
        startWithNothing();
    }

    @Test
    void databaseThatIsAway_isTriedAgainLessAndLessOftenAndLosesNothing() throws SQLException {
        startWithNothing();
        database.commits = Commits.FAIL_BEFORE;
        events.add(Stores.down("db:1", 10));
        assertThat(turn()).isEqualTo(seconds(1));
        database.unreachable = true;
        Instant failing = now;
        events.add(Stores.up("db:1", 20));
        assertThat(turn()).isEqualTo(seconds(2));
        assertThat(turn()).isEqualTo(seconds(4));
        for (int i = 0; i < 5; i++) {
            long unused = turn();
        }
        assertThat(turn()).isEqualTo(seconds(30));
        assertThat(writer.health().state()).isEqualTo(State.FAILING);
        assertThat(writer.health().since()).isEqualTo(failing);
        assertThat(writer.health().failures()).isEqualTo(9);

        database.unreachable = false;
        database.commits = Commits.SUCCEED;
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(StoredOutage.Ending.OPEN);
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(StoredOutage.Ending.SEEN);
        assertThat(writer.health().state()).isEqualTo(State.WRITING);
        assertThat(writer.health().lostEvents()).isZero();
        database.unreachable = true;
        database.commits = Commits.FAIL_BEFORE;
        assertThat(turn()).as("the first failure of another row").isEqualTo(seconds(1));
        database.unreachable = false;
        database.commits = Commits.SUCCEED;
    }

    @Test
    void batchThatCouldNotBeWritten_waits() {
        startWithNothing();
        database.commits = Commits.FAIL_BEFORE;
        events.add(Stores.down("db:1", 10));
        long unused = turn();
        assertThat(writer.health().waiting()).isEqualTo(1);
        events.add(Stores.down("db:2", 10));
        try (LogLines lines = new LogLines()) {
            writer.finish(() -> true, () -> false);
            assertThat(lines.texts()).contains("store: not written before the end: 2 entries");
        }
    }

    /** What is thrown by closing says nothing of the database, and is not to hide that it fails. */
    @Test
    void connectionThatCannotBeClosed_isAFailureLikeOthers() throws SQLException {
        startWithNothing();
        database.commits = Commits.FAIL_BEFORE;
        database.closing = new NoClassDefFoundError("driver");
        events.add(Stores.down("db:1", 10));
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(writer.health().state()).isEqualTo(State.FAILING);
        database.closing = null;
        database.commits = Commits.SUCCEED;
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).hasSize(1);
    }

    /** As without memory. After an error nothing may be done with a connection but closing it. */
    @Test
    void failureThatCannotBeReported_closesTheConnectionAllTheSame() {
        AtomicBoolean broken = new AtomicBoolean();
        HistoryWriter breaking = new HistoryWriter(
                Stores.config(),
                new Connections(database),
                new Collector(events, minutes, losses, () -> monitor, () -> 0, now),
                losses,
                () -> {
                    if (broken.get()) {
                        throw new OutOfMemoryError("of a test");
                    }
                    return now;
                },
                () -> nanos);
        assertThat(breaking.turn()).isEqualTo(seconds(1));
        broken.set(true);
        assertThatThrownBy(breaking::turn).isInstanceOf(OutOfMemoryError.class);
        assertThat(database.opened).hasValue(1);
        assertThat(database.closed).hasValue(1);
        broken.set(false);
        assertThat(breaking.turn()).isEqualTo(seconds(1));
        breaking.finish(() -> true, () -> false);
    }

    @Test
    void clockThatIsSetBackMeanwhile_doesNotShortenTheFailure() {
        startWithNothing();
        database.commits = Commits.FAIL_BEFORE;
        long unusedFailed = turn();
        now = now.minusSeconds(7_200);
        nanos += seconds(89);
        database.commits = Commits.SUCCEED;
        try (LogLines lines = new LogLines()) {
            long unused = turn();
            assertThat(lines.texts())
                    .contains("store: history is written again, after 90 s; lost since the start: 0 events, 0 minutes");
        }
    }

    @Test
    void end_writesEventsBeforeMinutesAndStopsInTime() throws SQLException {
        startWithNothing();
        MinuteBuffer many = new MinuteBuffer(losses, 20_000);
        Collector collector = new Collector(events, many, losses, () -> null, () -> 0, now);
        HistoryWriter ending = new HistoryWriter(
                Stores.config(), new Connections(database), collector, losses, () -> now, () -> nanos);
        for (int i = 0; i < 2 * Collector.MAX_MINUTES + 1; i++) {
            many.add(Stores.result(CheckResults.up("db:" + (i + 1)), false), now);
        }
        events.add(Stores.down("db:1", 10));
        AtomicInteger parts = new AtomicInteger();
        ending.finish(() -> parts.incrementAndGet() < 2, () -> false);
        assertThat(outages()).hasSize(1);
        assertThat(Stores.texts(watching, "SELECT COUNT(*) FROM halfshake_minutes"))
                .containsExactly(Integer.toString(2 * Collector.MAX_MINUTES));
        assertThat(ending.health().waiting()).isEqualTo(1);
    }

    @Test
    void end_isTriedAgainWhileThereIsTime() throws SQLException {
        startWithNothing();
        events.add(Stores.down("db:1", 10));
        minutes.add(Stores.result(CheckResults.up("db:1"), false), now);
        database.commits = Commits.FAIL_BEFORE;
        AtomicInteger attempts = new AtomicInteger(1);
        writer.finish(() -> true, () -> {
            if (attempts.incrementAndGet() == 3) {
                database.commits = Commits.SUCCEED;
            }
            return true;
        });
        assertThat(attempts).hasValue(3);
        assertThat(outages()).hasSize(1);
        assertThat(Stores.texts(watching, "SELECT ups FROM halfshake_minutes")).containsExactly("1");
        assertThat(writer.health().waiting()).isZero();
        assertThat(writer.health().state()).isEqualTo(State.CLOSED);
    }

    @Test
    void commitWhoseAnswerIsLost_isWrittenOnce() throws SQLException {
        startWithNothing();
        database.commits = Commits.FAIL_AFTER;
        events.add(Stores.down("db:1", 10));
        long unused = turn();
        assertThat(outages()).as("committed").hasSize(1);
        database.commits = Commits.SUCCEED;
        long unusedToo = turn();
        assertThat(outages()).hasSize(1);
        assertThat(Stores.texts(watching, "SELECT to_state FROM halfshake_transitions"))
                .hasSize(1);
    }

    @Test
    void batchThatIsRefusedForGood_isGivenUpAndCounted() throws SQLException {
        startWithNothing();
        database.commits = Commits.REFUSE;
        events.add(Stores.down("db:1", 10));
        for (int i = 0; i < 3; i++) {
            assertThat(writer.health().lostEvents()).isZero();
            long unused = turn();
        }
        assertThat(writer.health().lostEvents()).isEqualTo(1);
        database.commits = Commits.SUCCEED;
        events.add(Stores.down("db:2", 10));
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).isEmpty();
        assertThat(Stores.outages(watching, "db:2")).hasSize(1);
        assertThat(Stores.texts(watching, "SELECT events FROM halfshake_losses"))
                .containsExactly("1");
    }

    @Test
    void eventsBeyondTheBound_areCountedAndTheirTimeIsStored() throws SQLException {
        startWithNothing();
        for (int i = 0; i < MAX_EVENTS + 2; i++) {
            events.add(new Removed("db:1", Stores.START.plusSeconds(i)));
        }
        assertThat(writer.health().lostEvents()).isEqualTo(2);
        long unused = turn();
        assertThat(Stores.texts(watching, "SELECT events FROM halfshake_losses"))
                .containsExactly("2");
        assertThat(Stores.texts(watching, "SELECT lost_from FROM halfshake_losses"))
                .containsExactly(Long.toString(Micros.of(Stores.START.plusSeconds(MAX_EVENTS))));
        assertThat(Stores.texts(watching, "SELECT lost_to FROM halfshake_losses"))
                .containsExactly(Long.toString(Micros.of(Stores.START.plusSeconds(MAX_EVENTS + 1))));
    }

    @Test
    void checkpoints_areWrittenAndRestoredByTheNextProcess() throws SQLException {
        try (TestMonitor test = TestMonitor.create(builder -> builder.startSpread(Duration.ZERO))) {
            monitor = StoredMonitor.of(test.monitor());
            startWithNothing();
            test.watch("db:1").refused();
            test.watch("db:2").up();
            test.advance(Duration.ofSeconds(30));
            for (int i = 0; i < 3; i++) {
                long unused = turn();
            }
            writer.finish(() -> true, () -> false);
            assertThat(writer.health().state()).isEqualTo(State.CLOSED);

            writer = newWriter();
            monitor = null;
            long unused = turn();
            Map<String, TargetCheckpoint> restored = writer.restored().join();
            assertThat(restored).containsOnlyKeys("db:1", "db:2");
            TargetCheckpoint down = Objects.requireNonNull(restored.get("db:1"));
            assertThat(down.outage()).isNotNull();
            assertThat(down.state()).isEqualTo(test.status("db:1").state());
            assertThat(down.since())
                    .isEqualTo(Micros.instant(Micros.of(test.status("db:1").since())));
        }
    }

    @Test
    void databaseThatComesLate_isNotContinuedButClosed() throws SQLException {
        startWithNothing();
        events.add(Stores.down("db:1", 10));
        long unused = turn();
        writer.finish(() -> true, () -> false);

        writer = newWriter();
        database.unreachable = true;
        long unusedFailure = turn();
        assertThat(writer.restored().complete(Map.of())).isTrue();
        events.add(new HistoryEvent.Started(Set.of(), now));
        events.add(Stores.down("db:1", 50));
        database.unreachable = false;
        long unusedTurn = turn();
        assertThat(outages())
                .extracting(StoredOutage::ending)
                .containsExactly(StoredOutage.Ending.OPEN, StoredOutage.Ending.UNSEEN);
    }

    @Test
    void finish_writesTheMinuteThatHasNotEnded() throws SQLException {
        startWithNothing();
        minutes.add(Stores.result(CheckResults.up("db:1"), false), now);
        long unused = turn();
        assertThat(Stores.texts(watching, "SELECT ups FROM halfshake_minutes")).isEmpty();
        writer.finish(() -> true, () -> false);
        assertThat(Stores.texts(watching, "SELECT ups FROM halfshake_minutes")).containsExactly("1");
    }

    @Test
    void checkpointsOfAllTargets_areSpreadOverAMinute() throws SQLException {
        try (TestMonitor test = TestMonitor.create(builder -> builder.startSpread(Duration.ZERO))) {
            monitor = StoredMonitor.of(test.monitor());
            for (int i = 0; i < 2 * Collector.TURNS; i++) {
                test.watch("db:" + (i + 1)).up();
            }
            test.advance(Duration.ofSeconds(10));
            startWithNothing();
            assertThat(Stores.texts(watching, "SELECT state FROM halfshake_checkpoints"))
                    .hasSize(2);
            for (int i = 1; i < Collector.TURNS; i++) {
                long unused = turn();
            }
            assertThat(Stores.texts(watching, "SELECT state FROM halfshake_checkpoints"))
                    .hasSize(2 * Collector.TURNS);
        }
    }

    /** By an hour back, and then by a day ahead. */
    @Test
    void clockThatJumps_stopsNoWritingAndDeletesNothing() throws SQLException {
        startWithNothing();
        events.add(Stores.down("db:1", 10));
        assertThat(turn()).isEqualTo(seconds(1));

        now = now.minus(Duration.ofHours(1));
        minutes.add(Stores.result(CheckResults.up("db:1"), false), now);
        events.add(Stores.up("db:1", -3_580));
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(StoredOutage.Ending.SEEN);

        now = now.plus(Duration.ofDays(1));
        events.add(Stores.down("db:2", 86_400));
        assertThat(turn()).isEqualTo(seconds(1));
        assertThat(Stores.texts(watching, "SELECT ups FROM halfshake_minutes")).containsExactly("1");
        assertThat(outages()).hasSize(1);
        assertThat(Stores.texts(watching, "SELECT to_state FROM halfshake_transitions"))
                .containsExactlyInAnyOrder("down", "up", "down");
        assertThat(writer.health().state()).isEqualTo(State.WRITING);
        assertThat(writer.health().failures()).isZero();
    }
}
