package io.halfshake.server.cluster;

import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.ClusterStatus.Share;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.monitor.TargetState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A cluster that knows what a test has put into it. Its member is called a. */
public final class TestCluster implements ClusterView {
    public static final Instant SINCE = Instant.parse("2026-01-02T03:04:00Z");

    final AtomicInteger visits = new AtomicInteger();
    private final Map<String, ClusterTarget> targets = new ConcurrentHashMap<>();
    private volatile ClusterStatus status = status(Role.MEMBER, null, List.of(member("a", true, "1")));

    public static Share member(String name, boolean isSeen, @Nullable String declared) {
        return new Share(name, "zone-" + name, isSeen ? 512 : 0, isSeen, declared);
    }

    public static ClusterStatus status(Role role, @Nullable Instant noQuorumSince, List<Share> members) {
        return new ClusterStatus("a", role, false, noQuorumSince, 7, members, 5, 2);
    }

    /** Three members, of which c has another list and is missed, and there is no quorum. */
    public static ClusterStatus cutOff() {
        return status(
                Role.MEMBER, SINCE, List.of(member("a", true, "1"), member("b", true, "1"), member("c", false, "2")));
    }

    public TestCluster is(ClusterStatus now) {
        status = now;
        return this;
    }

    public TestCluster put(String target, TargetState state, @Nullable String owner) {
        Instant asOf = state == TargetState.UNKNOWN ? null : SINCE.plusSeconds(5);
        targets.put(target, new ClusterTarget(target, state, SINCE, asOf, owner, false, null));
        return this;
    }

    @Override
    public ClusterStatus status() {
        return status;
    }

    @Override
    public @Nullable ClusterTarget target(String target) {
        return targets.get(target);
    }

    @Override
    public void forEachTarget(Consumer<? super ClusterTarget> visitor) {
        visits.incrementAndGet();
        targets.values().forEach(visitor);
    }
}
