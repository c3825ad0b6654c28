package io.halfshake.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.programs.PostgresServer;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Watchers that share a target, each in a process of its own, and one file that all of them append their alerts to. */
@Tag("once")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@ResourceLock("postgres")
class ServeClusterIT {
    private static final Pattern OWNER = Pattern.compile("\"owner\":\"([abc])\"");

    @TempDir
    private Path directory;

    private final TcpPeer peer = TcpPeer.accepting();
    private final Map<String, ServeProcess> members = new LinkedHashMap<>();
    private PostgresServer database;

    @BeforeEach
    void start() throws Exception {
        database = PostgresServer.create();
        for (String member : new String[] {"a", "b", "c"}) {
            members.put(member, member(member));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (ServeProcess member : members.values()) {
            member.close();
        }
        peer.close();
        database.close();
    }

    private Path alerts() {
        return directory.resolve("alerts");
    }

    private ServeProcess member(String name) throws Exception {
        Path own = Files.createDirectories(directory.resolve(name));
        ServeProcess.configure(
                own,
                "cluster: { member: " + name + ", url: \"" + database.url("postgres") + "\", user: "
                        + PostgresServer.USER + " }\n"
                        + "defaults: { interval: 500ms, timeout: 400ms, alerts: [ file ] }\n"
                        + "sinks: { file: { type: exec, command: [ tee, -a, \"" + alerts() + "\" ], window: 10ms } }\n"
                        + "targets: [ \"" + peer.target() + "\" ]\n");
        return ServeProcess.start(own);
    }

    private int count(String text) throws IOException {
        String all = Files.exists(alerts()) ? Files.readString(alerts()) : "";
        return all.split(Pattern.quote(text), -1).length - 1;
    }

    private void await(int firing, int resolved) throws Exception {
        while (count("\"firing\":1") < firing || count("\"resolved\":1") < resolved) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        assertThat(count("\"firing\":1")).isEqualTo(firing);
        assertThat(count("\"resolved\":1")).isEqualTo(resolved);
    }

    private String awaitUp(ServeProcess asked) throws Exception {
        asked.awaitPage("/api/v1/targets", "\"state\":\"up\"");
        Matcher owner = OWNER.matcher(asked.get("/api/v1/targets").body());
        assertThat(owner.find()).isTrue();
        return owner.group(1);
    }

    private ServeProcess any() {
        return members.values().iterator().next();
    }

    private ServeProcess owner() throws Exception {
        return Objects.requireNonNull(members.get(awaitUp(any())));
    }

    @Test
    void outage_isSentOnceByTheClusterWhateverHappensToItsMembers() throws Exception {
        any().awaitPage("/metrics", "halfshake_cluster_same_targets 1.0\n");
        ServeProcess owner = owner();
        peer.goDown();
        await(1, 0);
        owner.awaitLog("DOWN, was UP: ");
        peer.goUp();
        await(1, 1);

        // Not watched by any member for some seconds.
        String killed = awaitUp(any());
        ServeProcess gone = Objects.requireNonNull(members.remove(killed));
        gone.program().signal("KILL");
        peer.goDown();
        await(2, 1);
        // The end of an outage that another process has found.
        ServeProcess next = member(killed);
        members.put(killed, next);
        owner = Objects.requireNonNull(members.remove(ownerOfDown()));
        owner.program().signal("TERM");
        int unused = owner.program().waitFor();
        owner.close();
        peer.goUp();
        await(2, 2);

        ServeProcess last = owner();
        database.stop();
        for (ServeProcess each : members.values()) {
            while (!each.get("/-/ready").body().contains("not ready: no quorum since ")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        peer.goDown();
        // Its own checks have found it, and go on.
        last.awaitPage("/api/v1/targets", "\"state\":\"down\"");
        last.awaitPage("/metrics", "halfshake_cluster_quorum 0.0\n");
        assertThat(count("\"firing\":1")).isEqualTo(2);
        database.start();
        await(3, 2);
        peer.goUp();
        await(3, 3);
    }

    private String ownerOfDown() throws Exception {
        any().awaitPage("/api/v1/targets", "\"state\":\"down\"");
        Matcher owner = OWNER.matcher(any().get("/api/v1/targets").body());
        assertThat(owner.find()).isTrue();
        return owner.group(1);
    }

    @Test
    void nameTakenTwice_isReportedByTheOlderProcess() throws Exception {
        try (ServeProcess second = member("a")) {
            ServeProcess first = Objects.requireNonNull(members.get("a"));
            while (!first.get("/-/ready").body().contains("another process has joined the cluster as member a")) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(second.get("/-/ready").status()).isEqualTo(200);
        }
    }
}
