package io.halfshake.cluster.jdbc;

import io.halfshake.Checker;
import io.halfshake.cluster.ClusterChange;
import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.programs.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;

/** A member as a process: takes commands by lines, and prints its answers and what it announces. */
final class MemberMain {
    private MemberMain() {}

    /** Arguments: the URL of the database, and the name of the member. */
    public static void main(String[] arguments) throws IOException {
        DataSource source = PostgresServer.dataSource(arguments[0]);
        try (Checker checker = Checker.builder().engine("connect").build();
                ClusterMonitor monitor = ClusterMonitor.builder(checker, JdbcClusterLog.create(source, "it"))
                        .member(arguments[1])
                        .settings(TargetSettings.inherited()
                                .withInterval(Duration.ofMillis(500))
                                .withTimeout(Duration.ofMillis(400)))
                        .listener(MemberMain::announce)
                        .build();
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(monitor, line.split(" ", -1));
            }
        }
    }

    private static void answer(ClusterMonitor monitor, String[] words) {
        switch (words[0]) {
            case "add" -> {
                List<CompletableFuture<Boolean>> added = Arrays.stream(words)
                        .skip(1)
                        .map(target -> monitor.add(target).toCompletableFuture())
                        .toList();
                print("added " + added.stream().filter(CompletableFuture::join).count());
            }
            case "leave" -> {
                monitor.leave().toCompletableFuture().join();
                print("left");
            }
            case "owner" -> {
                var target = monitor.target(words[1]);
                print("owner " + (target == null ? "none" : target.owner()));
            }
            case "status" -> {
                ClusterStatus status = monitor.status();
                int least = status.members().stream()
                        .mapToInt(ClusterStatus.Share::partitions)
                        .min()
                        .orElse(0);
                print("status " + status.role() + " " + status.members().size() + " " + status.watched() + " " + least
                        + " " + (status.noQuorumSince() == null));
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
    }

    private static void announce(ClusterChange change) {
        print("announced " + change.target() + " " + change.to() + " "
                + change.id().epoch() + "/" + change.id().sequence());
    }

    /** In one call: lines of two threads are not mixed. */
    private static void print(String line) {
        System.out.print(line + "\n");
        System.out.flush();
    }
}
