package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cluster.spi.ClusterLog;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of the log where the database, a connection or a member fails. */
@Tag("once")
class JdbcClusterLogFaultsIT extends PostgresLogs {
    @Test
    void processThatTakesTheNameOfAnother_hidesIt() throws Exception {
        JdbcClusterLog first = start("a", new RecordingListener());
        await("the first", () -> first.view().equals(Set.of("a")) && first.isLeader());
        JdbcClusterLog second = start("a", new RecordingListener());
        await("the first sees nothing", () -> first.view().isEmpty());
        await("the second", () -> second.view().equals(Set.of("a")) && second.isLeader());

        second.close();
        await("the first again", () -> first.view().equals(Set.of("a")) && first.isLeader());
    }

    @Test
    void databaseThatGoesAway_losesNothingThatWasAccepted() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        RecordingListener other = new RecordingListener();
        start("b", other);
        long one = propose(log, "before");
        await("both", () -> log.view().equals(Set.of("a", "b")));
        server.stop();
        try {
            assertThatThrownBy(() -> propose(log, "meanwhile")).isInstanceOf(ExecutionException.class);
            await("no view without a database", () -> log.view().isEmpty());
        } finally {
            server.start();
        }
        await("accepted again", () -> {
            try {
                return log.propose("after".getBytes(StandardCharsets.UTF_8))
                                .toCompletableFuture()
                                .join()
                        > one;
            } catch (CompletionException e) {
                return false;
            }
        });
        await("both again", () -> log.view().equals(Set.of("a", "b")));
        await("applied", () -> other.applied().equals(List.of("before", "after")));
        assertThat(other.failure()).isNull();
    }

    @Test
    void memberThatStartsWithoutADatabase_joinsOnceThereIsOne() throws Exception {
        server.stop();
        RecordingListener listener = new RecordingListener();
        try {
            JdbcClusterLog log = start("a", listener);
            assertThatThrownBy(() -> propose(log, "too early")).cause().isInstanceOf(SQLException.class);
        } finally {
            server.start();
        }
        ClusterLog log = logs.get(0);
        await("accepted", () -> {
            try {
                return log.propose("now".getBytes(StandardCharsets.UTF_8))
                                .toCompletableFuture()
                                .join()
                        == 1;
            } catch (CompletionException e) {
                return false;
            }
        });
        await("applied", () -> listener.applied().equals(List.of("now")));
    }

    private void assertFails(RecordingListener listener, String message) throws InterruptedException {
        await("failed", () -> listener.failure() != null);
        assertThat(listener.failure()).hasMessage(message);
    }

    @Test
    void databaseThatHasLostCommands_endsTheMember() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        propose(log, "one");
        propose(log, "two");
        await("two", () -> listener.applied().size() == 2);
        sql("DELETE FROM halfshake_cluster_log WHERE index = 2; UPDATE halfshake_cluster SET last = 1");

        assertFails(
                listener,
                "table halfshake_cluster_log, prod: command 2 is missing (expected it, or a snapshot after it: was"
                        + " the database restored?)");
        await("hidden", () -> log.view().isEmpty());
    }

    @Test
    void databaseWithOtherCommands_endsTheMember() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        propose(log, "one");
        await("one", () -> listener.applied().size() == 1);
        sql("UPDATE halfshake_cluster_log SET command = 'another'; UPDATE halfshake_cluster SET last = 2;"
                + " INSERT INTO halfshake_cluster_log VALUES ('prod', 2, 'more')");

        assertFails(
                listener,
                "table halfshake_cluster_log, prod: command 1 is another one than this member has applied (expected the"
                        + " same: was the database restored?)");
        assertThat(listener.applied()).containsExactly("one");
    }

    @Test
    void tablesOfALaterVersion_areNotTouched() throws Exception {
        JdbcClusterLog first = start("a", new RecordingListener());
        propose(first, "one");
        first.close();
        sql("UPDATE halfshake_cluster SET format = 2");
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog second = start("b", listener);

        assertFails(
                listener,
                "table halfshake_cluster, prod: format 2 (expected 1, the one that this version of Halfshake knows)");
        assertThatThrownBy(() -> propose(second, "two")).isInstanceOf(ExecutionException.class);
        assertThat(count("halfshake_cluster_log")).isEqualTo(1);
        await("no member", () -> count("halfshake_cluster_member") == 0);
    }

    @Test
    void snapshotThatCannotBeRead_endsTheMember() throws Exception {
        JdbcClusterLog first = start("a", new RecordingListener());
        propose(first, "one");
        first.close();
        sql("DELETE FROM halfshake_cluster_log; UPDATE halfshake_cluster SET last = 700;"
                + " INSERT INTO halfshake_cluster_log VALUES ('prod', 700, 'x');"
                + " INSERT INTO halfshake_cluster_snapshot VALUES ('prod', 699, 'garbage')");
        RecordingListener listener = new RecordingListener();
        start("b", listener);

        assertFails(listener, "table halfshake_cluster_snapshot, prod, index 699: snapshot: version 9 (expected 1)");
        assertThat(listener.applied()).isEmpty();
    }

    @Test
    void memberThatIsTooOld_isGivenNothingMoreAndIsMissed() throws Exception {
        JdbcClusterLog later = start("b", new RecordingListener());
        RecordingListener old = new RecordingListener();
        JdbcClusterLog log = start("a", old);
        await("seen", () -> later.view().equals(Set.of("a", "b")));
        // Applied by one that knows it, which is not seen to fail.
        sql("WITH next AS (UPDATE halfshake_cluster SET last = last + 1 RETURNING last)"
                + " INSERT INTO halfshake_cluster_log SELECT 'prod', last, 'one' FROM next");
        await("one", () -> old.applied().equals(List.of("one")));
        later.close();
        propose(log, "too new");
        await("missed", () -> log.view().isEmpty());
        assertThatThrownBy(() -> propose(log, "after it")).hasMessageContaining("log of prod: closed");
        await("no member", () -> count("halfshake_cluster_member") == 0);
        assertThat(old.applied()).containsExactly("one");
        assertThat(old.failures()).hasSize(1);
        assertThat(old.failure())
                .hasMessage("log of prod: member a follows it no more")
                .hasRootCauseMessage("command: of a later version");
    }

    @Test
    void memberThatCannotReadTheLog_isMissedByTheOthers() throws Exception {
        JdbcClusterLog a = start("a", new RecordingListener());
        propose(a, "one");
        sql("CREATE ROLE blind LOGIN; GRANT SELECT, INSERT, UPDATE, DELETE ON halfshake_cluster,"
                + " halfshake_cluster_snapshot, halfshake_cluster_member TO blind;"
                + " GRANT INSERT, SELECT (cluster, index) ON halfshake_cluster_log TO blind");
        try {
            ProxiedSource source = new ProxiedSource(server.dataSource());
            source.onConnect("SET ROLE blind");
            JdbcClusterLog blind = JdbcClusterLog.create(source, "prod");
            logs.add(blind);
            blind.start("b", new RecordingListener());
            await("a alone", () -> a.view().equals(Set.of("a")));
            assertThat(count("halfshake_cluster_member")).isEqualTo(1);
            assertThat(blind.view()).isEmpty();

            // All rights that the documentation names, where the tables are there.
            sql("GRANT SELECT, INSERT, UPDATE, DELETE ON halfshake_cluster_log TO blind");
            await(
                    "both",
                    () -> a.view().equals(Set.of("a", "b")) && blind.view().equals(Set.of("a", "b")));
            blind.close();
        } finally {
            sql("DROP OWNED BY blind; DROP ROLE blind");
        }
    }

    @Test
    void memberThatCannotAppend_isMissedByTheOthers() throws Exception {
        JdbcClusterLog a = start("a", new RecordingListener());
        JdbcClusterLog b = start("b", new RecordingListener());
        await("two", () -> a.view().equals(Set.of("a", "b")));
        // A thread that waits in what depends on a command.
        CountDownLatch end = new CountDownLatch(1);
        var unused = b.propose(new byte[1]).thenAccept(index -> awaitEnd(end));
        var unusedNext = b.propose(new byte[1]);
        try {
            sql("ALTER TABLE halfshake_cluster_log ADD CONSTRAINT none CHECK (command <> 'refused')");
            end.countDown();
            await("missed", () -> {
                var unusedRefused = b.propose("refused".getBytes(StandardCharsets.UTF_8));
                return a.view().equals(Set.of("a")) && b.view().isEmpty();
            });
        } finally {
            sql("ALTER TABLE halfshake_cluster_log DROP CONSTRAINT none");
        }
        await("accepted", () -> {
            try {
                return propose(b, "accepted") > 2;
            } catch (Exception e) {
                return false;
            }
        });
        await("two again", () -> a.view().equals(Set.of("a", "b")));
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void interruptOfWhatDependsOnACommand_endsNothing() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        log.propose(new byte[1])
                .thenAccept(index -> Thread.currentThread().interrupt())
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);
        assertThat(propose(log, "after it")).isEqualTo(2);
        assertThat(listener.failure()).isNull();
    }

    @Test
    void connectionWithOtherTables_isNotUsed() throws Exception {
        sql("CREATE SCHEMA other");
        try {
            ProxiedSource source = new ProxiedSource(server.dataSource());
            RecordingListener listener = new RecordingListener();
            JdbcClusterLog log = JdbcClusterLog.create(source, "prod");
            logs.add(log);
            log.start("a", listener);
            propose(log, "one");
            await("one", () -> listener.applied().equals(List.of("one")));
            source.onConnect("SET search_path = other");
            source.breakAll();
            await("other tables", () -> {
                try {
                    propose(log, "two");
                    return false;
                } catch (Exception e) {
                    return String.valueOf(e.getMessage()).contains("does the search path differ?");
                }
            });
            assertThat(listener.failure()).isNull();

            source.onConnect("SELECT 1");
            await("the same again", () -> {
                try {
                    return propose(log, "three") > 1;
                } catch (Exception e) {
                    return false;
                }
            });
            await("three", () -> listener.applied().contains("three"));
            assertThat(listener.applied()).doesNotContain("two");
        } finally {
            sql("DROP SCHEMA other CASCADE");
        }
    }

    private boolean isSnapshotWaiting() {
        return count("pg_locks WHERE NOT granted AND relation = 'halfshake_cluster_snapshot'::regclass") > 0;
    }

    @Test
    void snapshotThatTakesLong_holdsUpNoHeartbeat() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        await("leader", log::isLeader);
        try (Connection holder = server.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            boolean unused = statement.execute("LOCK TABLE halfshake_cluster_snapshot");
            for (int i = 0; i < 10_000; i++) {
                var unusedIndex = log.propose(new byte[1]);
            }
            await("saving", this::isSnapshotWaiting);
            sql("UPDATE halfshake_cluster_member SET beats = 0");
            await("two heartbeats meanwhile", () -> {
                assertThat(isSnapshotWaiting()).as("saving still").isTrue();
                return count("halfshake_cluster_member WHERE beats > 1") == 1;
            });
        }
        await("saved", () -> count("halfshake_cluster_snapshot") == 1);
        assertThat(propose(log, "after it")).isEqualTo(10_001);
    }

    @Test
    void heldRow_keepsNoMemberFromReading() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog a = start("a", listener);
        propose(a, "one");
        try (Connection holder = server.dataSource().getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            int unused = statement.executeUpdate("UPDATE halfshake_cluster SET last = last");
            RecordingListener late = new RecordingListener();
            start("b", late);
            await("read", () -> late.applied().equals(List.of("one")));
            assertThatThrownBy(() -> propose(a, "two"))
                    .as("ended by the server")
                    .hasMessageContaining("canceling statement");
        }
    }

    @Test
    void snapshotForWhichThereIsNoMemory_endsTheMember() throws Exception {
        JdbcClusterLog first = start("a", new RecordingListener());
        propose(first, "one");
        first.close();
        sql("DELETE FROM halfshake_cluster_log; UPDATE halfshake_cluster SET last = 700;"
                + " INSERT INTO halfshake_cluster_log VALUES ('prod', 700, 'x');"
                + " INSERT INTO halfshake_cluster_snapshot VALUES ('prod', 699, 'too large')");
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("b", listener);
        assertFails(listener, "log of prod: member b follows it no more");
        assertThatThrownBy(() -> propose(log, "two")).hasMessageContaining("log of prod: closed");
    }
}
