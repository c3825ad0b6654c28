package io.halfshake.cluster;

import io.halfshake.Checker;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.internal.Arguments;
import io.halfshake.internal.Durations;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Builds a {@link ClusterMonitor}. Not safe for use by several threads at once. */
public final class ClusterMonitorBuilder {
    private static final Duration MAX_HEARTBEAT = Duration.ofSeconds(5);

    final Checker checker;
    final ClusterLog log;
    final List<ClusterListener> listeners = new ArrayList<>();
    final List<ClusterListener> everywhere = new ArrayList<>();
    TargetSettings settings = TargetSettings.inherited();
    Duration requestTimeout = Duration.ofSeconds(10);
    String zone = "";

    @Nullable
    String member;

    MonitorTime time = MonitorTime.system();

    @Nullable
    Executor callbacks;

    long incarnation = ThreadLocalRandom.current().nextLong(Limits.NANOS);

    ClusterMonitorBuilder(Checker checker, ClusterLog log) {
        this.checker = Objects.requireNonNull(checker, "checker");
        this.log = Objects.requireNonNull(log, "log");
    }

    /**
     * The name of this member, by which the log knows it too.
     *
     * @param name 1 to 64 bytes in UTF-8, of no other member
     * @return this
     * @throws IllegalArgumentException if it is empty or longer
     */
    public ClusterMonitorBuilder member(String name) {
        Arguments.require(!name.isEmpty() && Codes.fits(name), "member", name, "1 to 64 bytes in UTF-8");
        member = name;
        return this;
    }

    /**
     * What may fail with this member as one, such as a rack.
     *
     * @param name up to 64 bytes in UTF-8; the default is empty, which is a zone of its own
     * @return this
     * @throws IllegalArgumentException if it is longer
     */
    public ClusterMonitorBuilder zone(String name) {
        Arguments.require(Codes.fits(name), "zone", name, "at most 64 bytes in UTF-8");
        zone = name;
        return this;
    }

    /**
     * How targets are monitored that do not say otherwise. Should be the same on all members, since each uses its own
     * for the targets that it owns.
     *
     * @param all as for {@link io.halfshake.monitor.MonitorBuilder#settings}, without an initial state
     * @return this
     * @throws IllegalArgumentException if it has an initial state
     */
    public ClusterMonitorBuilder settings(TargetSettings all) {
        TargetArguments.requireNoInitialState(all);
        settings = all;
        return this;
    }

    /**
     * Adds a listener that is called for each change of a target's state, once in the cluster as a rule: by the member
     * that owns the target. Each member needs the listener, since each may become that owner.
     *
     * @param listener see {@link ClusterListener} for when it is called again
     * @return this
     */
    public ClusterMonitorBuilder listener(ClusterListener listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * Adds a listener that is called for each change of a target's state on this member, also of targets that others
     * own.
     *
     * @param listener misses what was accepted before this member joined or while it was taken for lost, and, where it
     *     was so far behind that it is given a snapshot, what was announced meanwhile. Of a target of which it has not
     *     taken four changes yet, it may also miss one and the next that reverses it
     * @return this
     */
    public ClusterMonitorBuilder everywhere(ClusterListener listener) {
        everywhere.add(Objects.requireNonNull(listener, "listener"));
        return this;
    }

    /**
     * How long {@link ClusterMonitor#add} and {@link ClusterMonitor#remove} wait for the cluster to decide.
     *
     * @param most more than zero; the default is 10 s
     * @return this
     */
    public ClusterMonitorBuilder requestTimeout(Duration most) {
        Durations.requirePositive("requestTimeout", most);
        requestTimeout = most;
        return this;
    }

    /** As often as targets are checked, within reason. */
    Duration heartbeat() {
        Duration interval = settings.interval();
        return interval == null || interval.compareTo(MAX_HEARTBEAT) > 0 ? MAX_HEARTBEAT : interval;
    }

    /**
     * Joins the cluster, without waiting for it.
     *
     * @return a new monitor; close it
     * @throws IllegalStateException if no name was set
     * @throws IllegalArgumentException if the settings contradict each other
     */
    public ClusterMonitor build() {
        if (member == null) {
            throw new IllegalStateException("member: not set (expected a name that no other member has)");
        }
        return new ClusterMonitor(this, member);
    }
}
