package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.programs.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The log in a real PostgreSQL. */
class JdbcClusterLogIT extends PostgresLogs {
    @Test
    void commandsOfSeveralMembers_areAppliedByAllInOneOrder() throws Exception {
        List<RecordingListener> listeners =
                List.of(new RecordingListener(), new RecordingListener(), new RecordingListener());
        List<JdbcClusterLog> members = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            members.add(start("member " + i, listeners.get(i)));
        }
        List<Long> indexes = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 3_000; i++) {
            String text = "command " + i;
            var unused = members.get(i % 3)
                    .propose(text.getBytes(StandardCharsets.UTF_8))
                    .thenAccept(indexes::add);
        }
        await("3,000 accepted", () -> indexes.size() == 3_000);
        for (RecordingListener each : listeners) {
            await("3,000 applied", () -> each.applied().size() == 3_000);
        }

        assertThat(listeners.get(0).indexes())
                .isEqualTo(LongStream.rangeClosed(1, 3_000).boxed().toList());
        assertThat(listeners.get(1).applied()).isEqualTo(listeners.get(0).applied());
        assertThat(listeners.get(2).applied()).isEqualTo(listeners.get(0).applied());
        assertThat(listeners.get(0).applied())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 3_000).mapToObj(i -> "command " + i).toList());
        assertThat(indexes).doesNotHaveDuplicates();
    }

    @Test
    void index_isThatAtWhichTheCommandIsApplied() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        assertThat(propose(log, "one")).isEqualTo(1);
        assertThat(propose(log, "two")).isEqualTo(2);
        await("two", () -> listener.applied().equals(List.of("one", "two")));
    }

    @Test
    void largestCommands_areAccepted() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        byte[] largest = new byte[ClusterLog.MAX_COMMAND_BYTES];
        List<Long> accepted = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 20; i++) {
            var unused = log.propose(largest).thenAccept(accepted::add);
        }
        await("20 largest commands", () -> listener.applied().size() == 20);
        await("20 indexes", () -> accepted.size() == 20);
        assertThatThrownBy(() -> log.propose(new byte[ClusterLog.MAX_COMMAND_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("command: 1048577 bytes (expected at most 1048576)");
    }

    @Test
    void commandThatWasApplied_isNotReadAgainAsAWhole() throws Exception {
        LogTable table = new LogTable("prod");
        byte[] large = new byte[100_000];
        large[99_999] = 1;
        try (Session session = Session.open(server.dataSource(), "prod", new AtomicReference<>())) {
            long unused = table.append(session, List.of(large, large));
            assertThat(table.read(session, 0)).extracting(LogTable.Entry::bytes).containsExactly(large, large);
            assertThat(table.read(session, 1))
                    .extracting(LogTable.Entry::bytes)
                    .containsExactly(LogTable.prefix(large), large);
        }
        assertThat(LogTable.prefix(large)).hasSize(1_024);
    }

    @Test
    void members_seeEachOtherAndTheFirstOneLeads() throws Exception {
        JdbcClusterLog a = start("a", new RecordingListener());
        await("a alone", () -> a.view().equals(Set.of("a")));
        JdbcClusterLog b = start("b", new RecordingListener());
        await("two, seen by a", () -> a.view().equals(Set.of("a", "b")));
        await("two, seen by b", () -> b.view().equals(Set.of("a", "b")));
        await("a leads", () -> a.isLeader() && !b.isLeader());

        a.close();
        await("b alone", () -> b.view().equals(Set.of("b")) && b.isLeader());
        assertThat(a.view()).isEmpty();
        assertThat(a.isLeader()).isFalse();
    }

    @Test
    void memberFarBehind_isGivenTheSnapshot() throws Exception {
        RecordingListener first = new RecordingListener();
        JdbcClusterLog log = start("a", first);
        await("leader", log::isLeader);
        List<Long> accepted = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 12_000; i++) {
            var unused = log.propose(("c" + i).getBytes(StandardCharsets.UTF_8)).thenAccept(accepted::add);
        }
        await("12,000 applied", () -> first.applied().size() == 12_000);
        await("old ones deleted", () -> count("halfshake_cluster_log") < 12_000);

        RecordingListener late = new RecordingListener();
        start("b", late);
        await("12,000 restored and applied", () -> late.applied().size() == 12_000);
        assertThat(late.applied()).isEqualTo(first.applied());
        long restored = Objects.requireNonNull(late.restored());
        assertThat(restored).isBetween(10_000L, 12_000L);
        assertThat(late.indexes())
                .isEqualTo(LongStream.rangeClosed(restored + 1, 12_000).boxed().toList());
        assertThat(count("halfshake_cluster_log")).isEqualTo(12_000 - restored + 1_000);
    }

    @Test
    void clusters_shareTheTablesAndNothingElse() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        RecordingListener of = new RecordingListener();
        JdbcClusterLog another = JdbcClusterLog.create(server.dataSource(), "test");
        logs.add(another);
        another.start("a", of);
        assertThat(propose(log, "prod")).isEqualTo(1);
        assertThat(propose(another, "test")).isEqualTo(1);
        await(
                "one each",
                () -> listener.applied().equals(List.of("prod")) && of.applied().equals(List.of("test")));
        await(
                "one member each",
                () -> log.view().equals(Set.of("a")) && another.view().equals(Set.of("a")));
        await("both lead", () -> log.isLeader() && another.isLeader());
    }

    @Test
    void closedLog_acceptsNothing() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = start("a", listener);
        propose(log, "one");
        log.close();
        log.close();
        assertThatThrownBy(() -> propose(log, "two")).hasMessageContaining("log of prod: closed");
        await("no member", () -> count("halfshake_cluster_member") == 0);
    }

    @Test
    void connections_areGivenBackAsTheyWere() throws Exception {
        ProxiedSource source = new ProxiedSource(server.dataSource());
        source.onConnect("SELECT 1");
        source.initially(connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
            connection.setNetworkTimeout(Runnable::run, 77_000);
        });
        JdbcClusterLog log = JdbcClusterLog.create(source, "prod");
        logs.add(log);
        log.start("a", new RecordingListener());
        propose(log, "one");
        log.close();
        await("given back", () -> source.closed().size() == 2);
        assertThat(source.closed()).containsOnly("false 8 77000");
    }

    @Test
    void driverInSimpleMode_worksToo() throws Exception {
        RecordingListener listener = new RecordingListener();
        JdbcClusterLog log = JdbcClusterLog.create(
                PostgresServer.dataSource(server.url("postgres") + "?preferQueryMode=simple"), "prod");
        logs.add(log);
        log.start("a", listener);
        propose(log, "one");
        propose(log, "");
        await("both", () -> listener.applied().equals(List.of("one", "")));
    }

    @Test
    void logThatWasNotStarted_failsWhatWaits() {
        JdbcClusterLog log = log();
        var proposed = log.propose(new byte[1]).toCompletableFuture();
        assertThat(proposed).isNotDone();
        log.close();
        assertThat(proposed).isCompletedExceptionally();
    }

    @Test
    void names_areChecked() {
        assertThatThrownBy(() -> JdbcClusterLog.create(server.dataSource(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cluster: \"\" (expected 1 to 64 characters without U+0000)");
        JdbcClusterLog log = log();
        assertThatThrownBy(() -> log.start("a\0", new RecordingListener()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
