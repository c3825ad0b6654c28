package io.halfshake.cluster.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.jdbc.MemberProcess.Announced;
import io.halfshake.programs.PostgresServer;
import io.halfshake.testing.TcpPeer;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Members as processes on one PostgreSQL, which are killed, stopped and cut off from it. */
@Tag("once")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.SAME_THREAD)
@ResourceLock("postgres")
class MembersIT {
    private static final int TARGETS = 24;

    @SuppressWarnings("NullAway.Init")
    private static PostgresServer server;

    private final List<Announced> announced = new CopyOnWriteArrayList<>();
    private final Map<String, MemberProcess> members = new TreeMap<>();
    private final Map<String, TcpPeer> targets = new TreeMap<>();

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

    @BeforeEach
    void start() throws Exception {
        for (String member : List.of("a", "b", "c")) {
            start(member);
        }
        await("three members", () -> status("a").startsWith("status MEMBER 3"));
        for (int i = 0; i < TARGETS; i++) {
            TcpPeer peer = TcpPeer.accepting();
            targets.put(peer.target(), peer);
        }
        assertThat(member("a").request("add " + String.join(" ", targets.keySet())))
                .isEqualTo("added " + TARGETS);
        await(
                "all up",
                () -> announced.stream().map(Announced::target).distinct().count() == TARGETS);
        await("equal shares", () -> status("a").contains(" 341 "));
    }

    @AfterEach
    void stop() throws Exception {
        for (MemberProcess each : members.values()) {
            each.kill();
        }
        targets.values().forEach(TcpPeer::close);
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            boolean unused = statement.execute("DROP TABLE IF EXISTS halfshake_cluster, halfshake_cluster_log,"
                    + " halfshake_cluster_snapshot, halfshake_cluster_member");
        }
    }

    private void start(String member) throws Exception {
        members.put(member, new MemberProcess(member, server.url("postgres"), announced));
    }

    private MemberProcess member(String name) {
        return Objects.requireNonNull(members.get(name), name);
    }

    private String status(String member) throws Exception {
        return member(member).request("status");
    }

    private static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not within 60 s");
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private List<String> ownedBy(String owner, String seenBy) throws Exception {
        List<String> owned = new ArrayList<>();
        for (String target : targets.keySet()) {
            if (member(seenBy).request("owner " + target).equals("owner " + owner)) {
                owned.add(target);
            }
        }
        assertThat(owned).as("targets of " + owner).isNotEmpty();
        return owned;
    }

    private void goDown(String target) {
        Objects.requireNonNull(targets.get(target)).goDown();
    }

    /** As they came, with those that came again. */
    private List<Announced> allDowns() {
        return announced.stream().filter(each -> each.state().equals("DOWN")).toList();
    }

    /** Each once: one that its member could not mark any more is repeated by the next owner, with the same id. */
    private List<Announced> downs() {
        Map<String, Announced> first = new LinkedHashMap<>();
        for (Announced each : allDowns()) {
            Announced unused = first.putIfAbsent(each.target() + " " + each.id(), each);
        }
        return List.copyOf(first.values());
    }

    /** Each with one id, and nothing else. */
    private void awaitDown(List<String> down) throws Exception {
        await(
                "down: " + down,
                () -> downs().stream().map(Announced::target).toList().containsAll(down));
        assertThat(downs()).extracting(Announced::target).containsExactlyInAnyOrderElementsOf(down);
    }

    /** All members together, each once. */
    private int watched() throws Exception {
        int sum = 0;
        for (MemberProcess each : members.values()) {
            sum += Integer.parseInt(each.request("status").split(" ", -1)[3]);
        }
        return sum;
    }

    @Test
    void targetsOfAKilledMember_areWatchedByTheOthers() throws Exception {
        List<String> orphans = ownedBy("c", "a");
        member("c").kill();
        members.remove("c");
        orphans.forEach(this::goDown);
        awaitDown(orphans);
        assertThat(watched()).isEqualTo(TARGETS);

        start("c");
        await("three again", () -> status("c").startsWith("status MEMBER 3"));
        await("equal shares", () -> status("a").contains(" 341 "));
        await("all, once", () -> watched() == TARGETS);
        assertThat(downs()).hasSize(orphans.size());

        String target = ownedBy("b", "a").stream()
                .filter(each -> !orphans.contains(each))
                .findFirst()
                .orElseThrow();
        goDown(target);
        await("down: " + target, () -> downs().size() > orphans.size());
        assertThat(downs().get(orphans.size()).member()).isEqualTo("b");
    }

    @Test
    void memberThatWasStopped_announcesNothingWithoutRight() throws Exception {
        List<String> orphans = ownedBy("b", "a");
        member("b").signal("STOP");
        try {
            // They are down when it goes on, and before the others have them.
            orphans.forEach(this::goDown);
            awaitDown(orphans);
        } finally {
            member("b").signal("CONT");
        }
        assertThat(allDowns()).extracting(Announced::member).doesNotContain("b");

        await("back", () -> status("b").startsWith("status MEMBER 3"));
        await("all, once", () -> watched() == TARGETS);
        awaitDown(orphans);
        assertThat(allDowns()).extracting(Announced::member).doesNotContain("b");
    }

    @Test
    void withoutTheDatabase_nothingIsAnnouncedUntilItIsBack() throws Exception {
        server.stop();
        String target = targets.keySet().iterator().next();
        try {
            goDown(target);
            for (String name : members.keySet()) {
                await(name + " has no quorum", () -> status(name).endsWith(" false"));
            }
            assertThat(allDowns()).isEmpty();
        } finally {
            server.start();
        }
        awaitDown(List.of(target));
        for (String name : members.keySet()) {
            await(name + " has one again", () -> status(name).endsWith(" true"));
        }
        await("all, once", () -> watched() == TARGETS);
        assertThat(allDowns()).hasSize(1);
    }

    @Test
    void memberThatLeaves_isMissedByNoTarget() throws Exception {
        assertThat(member("b").request("leave")).isEqualTo("left");
        assertThat(status("b")).isEqualTo("status LEFT 2 0 512 true");
        await("all, once", () -> watched() == TARGETS);

        List<String> all = List.copyOf(targets.keySet());
        all.forEach(this::goDown);
        awaitDown(all);
        assertThat(allDowns()).extracting(Announced::member).doesNotContain("b");
    }
}
