package io.halfshake.server.cluster;

import static io.halfshake.server.cluster.TestCluster.SINCE;
import static io.halfshake.server.cluster.TestCluster.member;
import static io.halfshake.server.cluster.TestCluster.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.ClusterStatus.Share;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterViewTest {
    private static final List<Share> SEEN = List.of(member("a", true, null), member("b", false, null));

    @Test
    void counts_areMadeOncePerSecond() {
        TestCluster cluster = new TestCluster()
                .put("a:1", TargetState.UP, "a")
                .put("b:1", TargetState.UP, "b")
                .put("c:1", TargetState.DOWN, null)
                .put("d:1", TargetState.UNKNOWN, "b")
                .put("e:1", TargetState.DOWN, "b");
        AtomicLong time = new AtomicLong(Long.MAX_VALUE);
        ClusterCounts counts = new ClusterCounts(cluster, target -> !target.equals("e:1"), time::get);
        assertThat(counts.states()).isEqualTo(new ClusterCounts.States(2, 1, 1, 1));

        cluster.put("a:1", TargetState.DOWN, "a");
        time.addAndGet(Duration.ofMillis(999).toNanos());
        assertThat(counts.states()).isEqualTo(new ClusterCounts.States(2, 1, 1, 1));
        assertThat(cluster.visits).hasValue(1);

        time.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(counts.states()).isEqualTo(new ClusterCounts.States(1, 2, 1, 1));
        assertThat(cluster.visits).hasValue(2);
    }

    @Test
    void lists_areComparedWhereBothAreKnown() {
        DeclaredLists lists = DeclaredLists.of(TestCluster.cutOff());
        assertThat(lists.isSame(member("b", true, "1"))).isTrue();
        assertThat(lists.isSame(member("b", true, "2"))).isFalse();
        assertThat(lists.canCompare(member("b", true, "2"))).isTrue();
        assertThat(lists.canCompare(member("b", true, null))).isFalse();

        DeclaredLists unknown = DeclaredLists.of(status(Role.MEMBER, null, SEEN));
        assertThat(unknown.canCompare(member("b", true, "1"))).isFalse();
        assertThat(unknown.isSame(member("b", true, null))).isFalse();
    }

    @Test
    void memberWithQuorum_isReady() {
        assertThat(ClusterReadiness.obstacle(status(Role.MEMBER, null, SEEN))).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "JOINING, joining the cluster",
                "LEAVING, leaving the cluster",
                "LEFT, left the cluster",
                "REPLACED, another process has joined the cluster as member a",
                "FAILED, \"the cluster's log cannot be followed, see the log\""
            })
    void otherRoles_areNotReady(Role role, String obstacle) {
        assertThat(ClusterReadiness.obstacle(status(role, null, SEEN))).isEqualTo(obstacle);
    }

    @Test
    void memberWithoutQuorum_isNotReady() {
        assertThat(ClusterReadiness.obstacle(status(Role.MEMBER, SINCE, SEEN)))
                .isEqualTo("no quorum since 2026-01-02T03:04:00Z");
        assertThat(ClusterReadiness.obstacle(status(Role.JOINING, SINCE, SEEN)))
                .isEqualTo("joining the cluster, no quorum since 2026-01-02T03:04:00Z");
    }

    @Test
    void memberThatIsMissed_isNotReady() {
        assertThat(ClusterReadiness.obstacle(status(Role.MEMBER, null, List.of(member("a", false, null)))))
                .isEqualTo("this member does not see itself in the cluster");
        assertThat(ClusterReadiness.obstacle(status(Role.MEMBER, null, List.of())))
                .isEqualTo("this member does not see itself in the cluster");
    }
}
