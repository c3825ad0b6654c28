package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.programs.PostgresServer;
import io.halfshake.server.alerts.Secret;
import io.halfshake.server.store.StoreConfig.Location;
import io.halfshake.server.store.StoreHealth.State;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real PostgreSQL, which also goes away. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.SAME_THREAD)
class PostgresStoreIT {
    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    private final Losses losses = new Losses();
    private final EventBuffer events = new EventBuffer(losses, 100);

    @BeforeAll
    static void startServer() throws Exception {
        server = PostgresServer.create();
    }

    @AfterAll
    static void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    private static Location.Server location() {
        return location("postgres");
    }

    /** Of another database, or with parameters behind it. */
    private static Location.Server location(String database) {
        return new Location.Server(new Secret(server.url(database)), PostgresServer.USER, new Secret("unused"));
    }

    private static Database database() {
        return Database.of(location());
    }

    @BeforeEach
    void clear() throws SQLException {
        try (Connection connection = database().open()) {
            int unusedSchema = Sql.update(connection, "DROP SCHEMA IF EXISTS second CASCADE");
            int unused = Sql.update(
                    connection,
                    "DO $$ DECLARE t RECORD; BEGIN FOR t IN SELECT tablename FROM pg_tables WHERE tablename LIKE"
                            + " 'halfshake_%' LOOP EXECUTE 'DROP TABLE ' || t.tablename; END LOOP; END $$");
        }
    }

    private HistoryWriter writer() {
        return writer(location(), Stores.WATCHER);
    }

    private HistoryWriter writer(Location location, String watcher) {
        Collector collector = new Collector(
                events, new MinuteBuffer(losses, 100), losses, () -> null, System::nanoTime, Instant.now());
        return new HistoryWriter(
                Stores.config(location, watcher),
                new Connections(Database.of(location)),
                collector,
                losses,
                Instant::now,
                System::nanoTime);
    }

    private static void run(String sql) throws SQLException {
        try (Connection connection = database().open()) {
            int unused = Sql.update(connection, sql);
        }
    }

    private static List<StoredOutage> outages() throws SQLException {
        try (Connection connection = database().open()) {
            return Stores.outages(connection, "db:1");
        }
    }

    @Test
    void sameBatches_areStoredAsInAFile() throws SQLException {
        StoreLoad load = new StoreLoad(20, 5);
        try (Connection connection = Stores.prepared(database())) {
            BatchWriter batches = new BatchWriter(Stores.WATCHER, Stores.START);
            TargetIds ids = new TargetIds(Stores.WATCHER);
            for (int second = 0; second < 10; second++) {
                batches.write(connection, ids, load.batch(second));
                batches.write(connection, ids, load.batch(second));
            }
            assertThat(Stores.texts(connection, "SELECT COUNT(*) FROM halfshake_transitions"))
                    .containsExactly("20");
            assertThat(Stores.texts(connection, "SELECT COUNT(*) FROM halfshake_minutes"))
                    .containsExactly("50");
            assertThat(Checkpoints.load(connection, Stores.WATCHER)).hasSize(10);
            assertThat(Queries.minutes(connection, Stores.WATCHER, List.of(StoreLoad.name(1)), 0, Integer.MAX_VALUE))
                    .hasEntrySatisfying(
                            StoreLoad.name(1), found -> assertThat(found).hasSize(5));
            new Retention(Stores.config(), System::nanoTime)
                    .turn(connection, ids, Instant.now().plusSeconds(1_000_000_000));
            assertThat(Stores.texts(connection, "SELECT COUNT(*) FROM halfshake_minutes"))
                    .containsExactly("0");
        }
    }

    @Test
    void lossesThatBeginAtTheSameMoment_areAddedUp() throws SQLException {
        try (Connection connection = Stores.prepared(database())) {
            BatchWriter batches = new BatchWriter(Stores.WATCHER, Stores.START);
            TargetIds ids = new TargetIds(Stores.WATCHER);
            for (int i = 0; i < 2; i++) {
                Batch batch = Stores.batch(new Loss(Stores.START, Stores.START.plusSeconds(60), 0, 3));
                batches.write(connection, ids, batch);
                batches.write(connection, ids, batch);
            }
            assertThat(Stores.texts(connection, "SELECT minutes FROM halfshake_losses"))
                    .containsExactly("6");
        }
    }

    @Test
    void serverThatGoesAway_losesNothing() throws Exception {
        HistoryWriter writer = writer();
        events.add(Stores.down("db:1", 10));
        long unusedFirst = writer.turn();
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(StoredOutage.Ending.OPEN);

        server.stop();
        events.add(Stores.up("db:1", 20));
        long unusedFailed = writer.turn();
        assertThat(writer.health().state()).isEqualTo(State.FAILING);
        long unusedAgain = writer.turn();
        server.start();
        long unusedLast = writer.turn();
        assertThat(writer.health().state()).isEqualTo(State.WRITING);
        assertThat(outages()).extracting(StoredOutage::ending).containsExactly(StoredOutage.Ending.SEEN);
        assertThat(losses.events()).isZero();
        writer.finish(() -> true, () -> false);
    }

    @Test
    void secondWatcherOfTheSameName_waitsForTheFirst() {
        HistoryWriter first = writer();
        long unusedFirst = first.turn();
        HistoryWriter second = writer();
        long unusedSecond = second.turn();
        assertThat(second.health().state()).isEqualTo(State.FAILING);
        first.finish(() -> true, () -> false);
        // The server frees the name a moment after the connection is closed.
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (second.health().state() != State.WRITING && System.nanoTime() < end) {
            long unusedAgain = second.turn();
        }
        assertThat(second.health().state()).isEqualTo(State.WRITING);
        second.finish(() -> true, () -> false);
    }

    /** Their names have the same hash code. */
    @Test
    void watchersOfOtherNames_doNotWait() {
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        assertBothWrite(writer(location(), "Aa"), writer(location(), "BB"));
    }

    @Test
    void watchersOfOneNameInTwoSchemas_doNotWait() throws SQLException {
        run("CREATE SCHEMA IF NOT EXISTS second");
        assertBothWrite(writer(), writer(location("postgres?currentSchema=second"), Stores.WATCHER));
    }

    private static void assertBothWrite(HistoryWriter first, HistoryWriter second) {
        long unusedFirst = first.turn();
        long unusedSecond = second.turn();
        assertThat(first.health().state()).isEqualTo(State.WRITING);
        assertThat(second.health().state()).isEqualTo(State.WRITING);
        first.finish(() -> true, () -> false);
        second.finish(() -> true, () -> false);
    }

    @Test
    void databaseInAnotherEncoding_isNotWrittenTo() throws SQLException {
        run("DROP DATABASE IF EXISTS latin");
        run("CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        Location latin = location("latin");
        try (Connection connection = Database.of(latin).open()) {
            assertThatThrownBy(() -> Dialect.POSTGRESQL.claim(connection, Stores.WATCHER))
                    .isInstanceOf(SQLException.class)
                    .hasMessage("server_encoding: LATIN1 (expected UTF8)");
        }
        HistoryWriter writer = writer(latin, Stores.WATCHER);
        long unused = writer.turn();
        assertThat(writer.health().state()).isEqualTo(State.FAILING);
    }

    @Test
    void machineThatIsGone_isNoticedWithinSeconds() throws SQLException {
        try (Connection connection = database().open()) {
            assertThat(Stores.texts(connection, "SHOW tcp_keepalives_idle")).containsExactly("5");
            assertThat(Stores.texts(connection, "SHOW tcp_keepalives_interval")).containsExactly("1");
            assertThat(Stores.texts(connection, "SHOW tcp_keepalives_count")).containsExactly("3");
        }
    }

    @Test
    void twoWatchersThatTakeTheSameNumber_loseNothing() throws Exception {
        try (Connection first = Stores.prepared(database());
                Connection second = Stores.prepared(database())) {
            long taken = new TargetIds("first").get(first, "db:1");
            CompletableFuture<Long> waiting = CompletableFuture.supplyAsync(() -> {
                try {
                    return new TargetIds("second").get(second, "db:1");
                } catch (SQLException e) {
                    throw new CompletionException(e);
                }
            });
            awaitWaitingForALock();
            first.commit();
            assertThatThrownBy(waiting::join)
                    .cause()
                    .hasMessage("halfshake_targets.id: " + taken + " (expected a free one)")
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(Dialect.POSTGRESQL.isRefusal(e)).isFalse());
            second.rollback();
            assertThat(new TargetIds("second").get(second, "db:1")).isNotEqualTo(taken);
        }
    }

    private static void awaitWaitingForALock() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        try (Connection connection = database().open()) {
            while (Stores.texts(connection, "SELECT pid FROM pg_locks WHERE NOT granted")
                            .isEmpty()
                    && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
        }
    }
}
