package io.halfshake.cluster.jdbc;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.programs.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Logs of members in a PostgreSQL of the test class's own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ResourceLock(value = "postgres", mode = ResourceAccessMode.READ) // MembersIT takes both processors.
abstract class PostgresLogs {
    @SuppressWarnings("NullAway.Init")
    PostgresServer server;

    final List<ClusterLog> logs = new ArrayList<>();

    @BeforeAll
    void startServer() throws Exception {
        server = PostgresServer.create();
    }

    @AfterAll
    void stopServer() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @AfterEach
    void clear() throws SQLException {
        logs.forEach(ClusterLog::close);
        logs.clear();
        sql("DROP TABLE IF EXISTS halfshake_cluster, halfshake_cluster_log, halfshake_cluster_snapshot,"
                + " halfshake_cluster_member");
    }

    void sql(String text) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute(text);
        }
    }

    JdbcClusterLog log() {
        JdbcClusterLog log = JdbcClusterLog.create(server.dataSource(), "prod");
        logs.add(log);
        return log;
    }

    JdbcClusterLog start(String member, RecordingListener listener) {
        JdbcClusterLog log = log();
        log.start(member, listener);
        return log;
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within a minute");
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    static long propose(ClusterLog log, String text) throws ExecutionException, InterruptedException, TimeoutException {
        return log.propose(text.getBytes(StandardCharsets.UTF_8))
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    int count(String table) {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
