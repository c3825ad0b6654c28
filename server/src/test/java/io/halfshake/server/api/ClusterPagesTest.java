package io.halfshake.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.TargetState;
import io.halfshake.server.cluster.TestCluster;
import io.halfshake.server.web.RequestException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The API of a member: it checks own:1, b checks other:1, and the cluster does not have new:1 yet. */
class ClusterPagesTest {
    private static final String SINCE = "2026-01-02T03:04:00Z";

    private final TestTargets targets = new TestTargets();
    private final TestCluster cluster = new TestCluster()
            .put("own:1", TargetState.UP, "a")
            .put("other:1", TargetState.DOWN, "b")
            .put("free:1", TargetState.UNKNOWN, null)
            .put("unlisted:1", TargetState.UP, "b");

    @BeforeEach
    void join() {
        targets.join(cluster);
        targets.add("own:1").up();
        targets.list("other:1", "Other", "data");
        targets.list("free:1", "free:1", null);
        targets.list("new:1", "new:1", null);
        targets.test.advance(Duration.ofSeconds(6));
    }

    @AfterEach
    void close() {
        targets.close();
    }

    private List<Object> listed(String query) throws IOException {
        return TestTargets.targetsOf(targets.list(query)).stream()
                .map(each -> each.get("target"))
                .toList();
    }

    @Test
    void list_hasTheTargetsOfAllMembers() throws IOException {
        assertThat(listed("limit=10")).containsExactly("own:1", "other:1", "free:1");
        assertThat(listed("state=down")).containsExactly("other:1");
        assertThat(listed("q=other")).containsExactly("other:1");
    }

    @Test
    void ownTarget_hasItsOwnerAndWhatTheChecksFound() throws IOException {
        assertThat(targets.get(TargetPage.PATH, "/api/v1/targets/own:1", null))
                .containsEntry("owner", "a")
                .containsEntry("state", "up")
                .containsKeys("checks", "lastText", "outages")
                .doesNotContainKey("committed");
    }

    @Test
    void targetOfAnother_hasWhatIsCommittedAndNoMore() throws IOException {
        targets.maintain("upgrade", "data");
        assertThat(targets.get(TargetPage.PATH, "/api/v1/targets/other:1", null))
                .containsEntry("state", "down")
                .containsEntry("since", SINCE)
                .containsEntry("asOf", "2026-01-02T03:04:05Z")
                .containsEntry("owner", "b")
                .containsEntry("committed", true)
                .containsOnlyKeys(
                        "target",
                        "name",
                        "group",
                        "labels",
                        "state",
                        "owner",
                        "maintenance",
                        "committed",
                        "since",
                        "asOf");
    }

    @Test
    void targetWithoutOwner_isShown() throws IOException {
        assertThat(targets.get(TargetPage.PATH, "/api/v1/targets/free:1", null))
                .containsEntry("state", "unknown")
                .containsOnlyKeys("target", "name", "labels", "state", "committed", "since");
    }

    @Test
    void targetThatTheClusterDoesNotHaveYet_isNotWatchedAtTheMoment() {
        assertThatExceptionOfType(RequestException.class)
                .isThrownBy(() -> targets.get(TargetPage.PATH, "/api/v1/targets/new:1", null))
                .withMessage("target: \"new:1\" is not watched at the moment");
    }

    @Test
    void badge_hasTheCommittedState() throws IOException {
        assertThat(targets.text(BadgePage.PATH, "/badge/other:1.svg", null)).contains("Other: down");
    }

    @Test
    void status_countsAllTargetsOfTheCluster() throws IOException {
        Map<String, Object> status = targets.get(Api.STATUS, Api.STATUS, null);
        assertThat(status).containsEntry("targets", Map.of("up", 2, "down", 1, "unknown", 1));
    }

    @Test
    void status_hasTheCluster() throws IOException {
        cluster.is(TestCluster.cutOff());
        Map<String, Object> expected = Map.of(
                "member",
                "a",
                "role",
                "member",
                "leader",
                false,
                "noQuorumSince",
                SINCE,
                "epoch",
                7,
                "members",
                List.of(member("a", 512, true, true), member("b", 512, true, true), member("c", 0, false, false)),
                "targets",
                5,
                "watched",
                2,
                "unlisted",
                0);
        assertThat(targets.get(Api.STATUS, Api.STATUS, null)).containsEntry("cluster", expected);
    }

    private static Map<String, Object> member(String name, int partitions, boolean isSeen, boolean isSame) {
        return Map.of(
                "member",
                name,
                "zone",
                "zone-" + name,
                "partitions",
                partitions,
                "seen",
                isSeen,
                "sameTargets",
                isSame);
    }

    @Test
    void sameTargets_areMissingWhereNoneAreDeclared() throws IOException {
        cluster.is(TestCluster.status(Role.JOINING, null, List.of(TestCluster.member("b", true, "1"))));
        assertThat(targets.get(Api.STATUS, Api.STATUS, null))
                .extractingByKey("cluster")
                .asString()
                .contains("member=b")
                .doesNotContain("sameTargets");
    }
}
