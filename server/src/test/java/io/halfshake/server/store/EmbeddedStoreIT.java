package io.halfshake.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database in real files. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class EmbeddedStoreIT {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    private Path file() {
        return directory.resolve("history");
    }

    private Database database() {
        return Database.embedded(file());
    }

    private static List<String> texts(Database database, String sql) throws SQLException {
        try (Connection connection = database.open()) {
            return Stores.texts(connection, sql);
        }
    }

    @Test
    void file_keepsWhatWasWritten() throws SQLException {
        Database database = database();
        StoreLoad load = new StoreLoad(20, 5);
        try (Connection connection = Stores.prepared(database)) {
            BatchWriter writer = new BatchWriter(Stores.WATCHER, Stores.START);
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

    @Test
    void reader_readsWhileTheWriterWrites() throws SQLException {
        Database database = database();
        try (Connection writing = Stores.prepared(database);
                Connection reading = database.open()) {
            TargetIds ids = new TargetIds(Stores.WATCHER);
            new BatchWriter(Stores.WATCHER, Stores.START).write(writing, ids, Stores.batch(Stores.down("db:1", 10)));
            int unused = Sql.update(writing, "DELETE FROM halfshake_outages WHERE target_id = ?", 1L);
            assertThat(Stores.outages(reading, "db:1")).as("before the commit").hasSize(1);
            writing.commit();
            assertThat(Stores.outages(reading, "db:1")).isEmpty();
        }
    }

    @Test
    void killedProcess_leavesAllThatWasCommitted() throws Exception {
        assertKillsLoseNothing(3);
    }

    @Test
    @Tag("thorough")
    void processKilledManyTimes_leavesAllThatWasCommitted() throws Exception {
        assertKillsLoseNothing(100);
    }

    private void assertKillsLoseNothing(int kills) throws Exception {
        Database database = database();
        int from = 0;
        for (int kill = 0; kill < kills; kill++) {
            try (StoreProcess child =
                    new StoreProcess(directory, List.of(), "write", file().toString(), Integer.toString(from))) {
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

    /** SQLite itself would let it write. */
    @Test
    @SuppressWarnings("try")
    void fileOfAnotherProcess_cannotBeOpenedUntilThatEnds() throws Exception {
        Database database = database();
        try (StoreProcess child = new StoreProcess(directory, List.of(), "write", file().toString(), "0")) {
            String unused = child.next();
            assertThatThrownBy(database::lock)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("store.file: " + file() + " (expected a file that no other watcher uses at present)");
            List<String> unusedLines = child.kill();
        }
        assertThat(texts(database, "SELECT version FROM halfshake_schema")).containsExactly("1");
        try (Closeable unusedLock = database.lock()) {
            assertThatThrownBy(database::lock).as("by this process").isInstanceOf(SQLException.class);
        }
    }

    /** Closing a second channel to the file would free the lock of the first one. */
    @Test
    @SuppressWarnings("try")
    void fileOfThisProcess_staysLockedWhereASecondWatcherIsRefused() throws Exception {
        Database database = database();
        String refusal = " (expected a file that no other watcher uses at present)";
        Closeable first = database.lock();
        try (first) {
            database.open().close();
            Path link = Files.createSymbolicLink(directory.resolve("link"), file());
            assertThatThrownBy(database::lock)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("store.file: " + file() + refusal);
            assertThatThrownBy(Database.embedded(link)::lock)
                    .isInstanceOf(SQLException.class)
                    .hasMessage("store.file: " + link + refusal);
            try (StoreProcess other = new StoreProcess(directory, List.of(), "write", file().toString(), "0")) {
                assertThatThrownBy(other::next)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContaining("store.file: " + file() + refusal);
            }
        }
        Path dangling = Files.createSymbolicLink(directory.resolve("dangling"), directory.resolve("later"));
        try (Closeable unusedLater = Database.embedded(dangling).lock()) {
            Database.embedded(dangling).open().close();
            assertThatThrownBy(Database.embedded(directory.resolve("later"))::lock)
                    .as("the file that the link has made")
                    .isInstanceOf(SQLException.class);
        }
        try (Closeable unusedSecond = database.lock()) {
            first.close();
            assertThatThrownBy(database::lock)
                    .as("of the second, after the first was closed twice")
                    .isInstanceOf(SQLException.class)
                    .hasMessage("store.file: " + file() + refusal);
        }
    }

    @Test
    @SuppressWarnings("try")
    void directoryThatIsMissing_isMade() throws Exception {
        Database database =
                Database.embedded(directory.resolve("a").resolve("b").resolve("history"));
        try (Closeable unusedLock = database.lock()) {
            database.open().close();
        }
        assertThat(directory.resolve("a/b/history")).exists();
    }

    @Test
    void fullDisk_losesNothingAndWritingResumes() throws Exception {
        assumeMounts();
        String script = "mount -t tmpfs -o size=12m tmpfs /mnt && head -c 8m /dev/zero > /mnt/ballast && exec \"$@\"";
        try (StoreProcess child = new StoreProcess(
                directory,
                List.of("unshare", "--mount", "sh", "-c", script, "sh"),
                "full",
                "/mnt/history",
                "/mnt/ballast")) {
            List<String> lines = child.result();
            assertThat(lines).contains("state writing", "lost 0");
            assertThat(number(lines, "failures")).isGreaterThanOrEqualTo(20);
            assertThat(number(lines, "descriptorsLater"))
                    .as("after 20 attempts")
                    .isLessThan(number(lines, "descriptors") + 10);
            assertThat(number(lines, "stored"))
                    .isEqualTo(number(lines, "expected"))
                    .isPositive();
        }
    }

    private static void assumeMounts() throws Exception {
        Process unshare = new ProcessBuilder("unshare", "--mount", "true").start();
        assumeTrue(unshare.waitFor() == 0, "not permitted: unshare --mount");
    }

    @Test
    void noexecTemporaryDirectory_isNotNoticed() throws Exception {
        assumeMounts();
        String script = "mount -t tmpfs -o noexec tmpfs /mnt && export JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=/mnt"
                + " && exec \"$@\"";
        try (StoreProcess child = new StoreProcess(
                directory, List.of("unshare", "--mount", "sh", "-c", script, "sh"), "write", file().toString(), "0")) {
            assertThat(child.next()).isEqualTo("0");
        }
    }

    /** The driver deletes it at the end of the process, which does not come to that where it is killed. */
    @Test
    void libraryOfTheDriver_isDeletedOnceItIsLoaded() throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("temporary"));
        List<String> prefix = List.of("env", "JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=" + temporary);
        try (StoreProcess child = new StoreProcess(directory, prefix, "write", file().toString(), "0")) {
            assertThat(child.next()).as("written with it").isEqualTo("0");
            List<String> unusedLines = child.kill();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    static long number(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
