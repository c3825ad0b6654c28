package io.halfshake.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.server.cluster.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {
    private final TestCluster cluster = new TestCluster();

    private String text() {
        return Exposition.text(new ClusterMetrics(cluster).collect());
    }

    @Test
    void metrics_areAsExpected() throws IOException {
        cluster.is(TestCluster.cutOff());
        Path golden = Path.of("src/test/resources/metrics/cluster.txt");
        if (Boolean.getBoolean("halfshake.golden.write")) {
            Files.writeString(golden, text());
        }
        assertThat(text()).isEqualTo(Files.readString(golden));
    }

    @Test
    void quorum_andSameTargets_areOneWhereAllIsWell() {
        assertThat(text()).contains("halfshake_cluster_quorum 1.0\n", "halfshake_cluster_same_targets 1.0\n");
    }

    @Test
    void sameTargets_areNotKnownBeforeTheyAreDeclared() {
        cluster.is(TestCluster.status(Role.JOINING, null, List.of()));
        assertThat(text()).contains("halfshake_cluster_same_targets 0.0\n");
        cluster.is(TestCluster.status(Role.MEMBER, null, List.of(TestCluster.member("a", true, null))));
        assertThat(text()).contains("halfshake_cluster_same_targets 0.0\n");
    }
}
