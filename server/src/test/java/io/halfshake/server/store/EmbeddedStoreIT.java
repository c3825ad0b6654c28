package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.halfshake.server.store.StoreConfig.Location;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The embedded databases whose drivers are there, in real files. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class EmbeddedStoreIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    static List<Dialect> dialects() {
        List<Dialect> present = new ArrayList<>(List.of(Dialect.H2));
        if (isPresent("org.sqlite.JDBC")) {
            present.add(Dialect.SQLITE);
        }
        return present;
    }

    private static boolean isPresent(String driver) {
        try {
            Class<?> unused = Class.forName(driver);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private Path file() {
        return directory.resolve("history");
    }

    private Database database(Dialect dialect) {
        return Database.embedded(dialect, new Location.File(file()));
    }

    private static List<String> texts(Database database, String sql) throws SQLException {
        try (Connection connection = database.open()) {
            return Stores.texts(connection, sql);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void file_keepsWhatWasWritten(Dialect dialect) throws SQLException {
        Database database = database(dialect);
        StoreLoad load = new StoreLoad(20, 5);
        try (Connection connection = Stores.prepared(database)) {
            BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START, dialect);
            TargetIds ids = new TargetIds(Stores.WATCHER);
            for (int second = 0; second < 10; second++) {
                writer.write(connection, ids, load.batch(second));
                writer.write(connection, ids, load.batch(second));
            }
        }
        assertThat(texts(database, "SELECT COUNT(*) FROM halfshake_transitions"))
                .containsExactly("20");
        assertThat(texts(database, "SELECT COUNT(*) FROM halfshake_minutes")).containsExactly("50");
        assertThat(texts(database, "SELECT COUNT(*) FROM halfshake_checkpoints"))
                .containsExactly("10");
        try (Connection connection = database.open()) {
            assertThat(Checkpoints.load(connection, Stores.WATCHER)).hasSize(10);
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void reader_readsWhileTheWriterWrites(Dialect dialect) throws SQLException {
        Database database = database(dialect);
        try (Connection writing = Stores.prepared(database);
                Connection reading = database.open()) {
            TargetIds ids = new TargetIds(Stores.WATCHER);
            new BatchWriter(Stores.WATCHER, Stores.START, dialect)
                    .write(writing, ids, Stores.batch(Stores.down("db:1", 10)));
            int unused = Sql.update(writing, "DELETE FROM halfshake_outages WHERE target_id = ?", 1L);
            assertThat(Stores.outages(reading, "db:1")).as("before the commit").hasSize(1);
            writing.commit();
            assertThat(Stores.outages(reading, "db:1")).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void killedProcess_leavesAllThatWasCommitted(Dialect dialect) throws Exception {
        assertKillsLoseNothing(dialect, 3);
    }

    @ParameterizedTest
    @MethodSource("dialects")
    @Tag("thorough")
    void processKilledManyTimes_leavesAllThatWasCommitted(Dialect dialect) throws Exception {
        assertKillsLoseNothing(dialect, 100);
    }

    private void assertKillsLoseNothing(Dialect dialect, int kills) throws Exception {
        Database database = database(dialect);
        int from = 0;
        for (int kill = 0; kill < kills; kill++) {
            try (StoreProcess child = new StoreProcess(
                    directory, List.of(), "write", dialect.name(), file().toString(), Integer.toString(from))) {
                int last = from;
                // At another moment each time, from the first transaction on.
                for (int i = 0; i <= kill * 7 % 40; i++) {
                    last = Integer.parseInt(child.next());
                }
                for (String line : child.kill()) {
                    last = Math.max(last, line.matches("[0-9]+") ? Integer.parseInt(line) : 0);
                }
                from = last + 1;
            }
            // Two for each second; one more transaction may have been committed and not printed.
            int stored = Integer.parseInt(texts(database, "SELECT COUNT(*) FROM halfshake_transitions")
                    .get(0));
            assertThat(stored).as("kill %s", kill).isGreaterThanOrEqualTo(2 * from);
            assertThat(texts(database, "SELECT COUNT(*) FROM halfshake_checkpoints")
                            .get(0))
                    .as("kill %s", kill)
                    .isNotEqualTo("0");
        }
    }

    /** H2 locks its file; where another database is chosen, the watcher has to. */
    @Test
    void fileOfAnotherProcess_cannotBeOpenedUntilThatEnds() throws Exception {
        Database database = database(Dialect.H2);
        try (StoreProcess child = new StoreProcess(directory, List.of(), "write", "H2", file().toString(), "0")) {
            String unused = child.next();
            assertThatThrownBy(database::open).isInstanceOf(SQLException.class);
            List<String> unusedLines = child.kill();
        }
        assertThat(texts(database, "SELECT version FROM halfshake_schema")).containsExactly("1");
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void fullDisk_losesNothingAndWritingResumes(Dialect dialect) throws Exception {
        assumeMounts();
        String script = "mount -t tmpfs -o size=12m tmpfs /mnt && head -c 8m /dev/zero > /mnt/ballast && exec \"$@\"";
        try (StoreProcess child = new StoreProcess(
                directory,
                List.of("unshare", "--mount", "sh", "-c", script, "sh"),
                "full",
                dialect.name(),
                "/mnt/history",
                "/mnt/ballast")) {
            List<String> lines = child.result();
            assertThat(lines).contains("state writing", "lost 0");
            assertThat(number(lines, "failures")).isGreaterThanOrEqualTo(2);
            assertThat(number(lines, "stored"))
                    .isEqualTo(number(lines, "expected"))
                    .isPositive();
        }
    }

    private static void assumeMounts() throws Exception {
        Process unshare = new ProcessBuilder("unshare", "--mount", "true").start();
        assumeTrue(unshare.waitFor() == 0, "not permitted: unshare --mount");
    }

    /** SQLite's library needs another directory. */
    @ParameterizedTest
    @MethodSource("dialects")
    void noexecTemporaryDirectory_isNotNoticed(Dialect dialect) throws Exception {
        assumeMounts();
        String options =
                "-Djava.io.tmpdir=/mnt" + (dialect == Dialect.SQLITE ? " -Dorg.sqlite.tmpdir=" + directory : "");
        String script =
                "mount -t tmpfs -o noexec tmpfs /mnt && export JAVA_TOOL_OPTIONS='" + options + "' && exec \"$@\"";
        try (StoreProcess child = new StoreProcess(
                directory,
                List.of("unshare", "--mount", "sh", "-c", script, "sh"),
                "write",
                dialect.name(),
                file().toString(),
                "0")) {
            assertThat(child.next()).isEqualTo("0");
        }
    }

    static long number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
