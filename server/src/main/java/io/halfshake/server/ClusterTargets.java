package io.halfshake.server;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.cluster.ClusterChange;
import io.halfshake.cluster.ClusterMonitor;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.jdbc.JdbcClusterLog;
import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.MonitorView;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.Transition;
import io.halfshake.server.alerts.AlertTarget;
import io.halfshake.server.alerts.Alerts;
import io.halfshake.server.alerts.ClusterAlerts;
import io.halfshake.server.cluster.ClusterConfig;
import io.halfshake.server.cluster.ClusterView;
import io.halfshake.server.config.ConfigChange;
import io.halfshake.server.config.TargetConfig;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches the targets as a member of a cluster: this process checks those that it owns. */
final class ClusterTargets implements TargetWatch {
    private static final System.Logger LOG = System.getLogger("io.halfshake");

    /** In seconds, for targets to get other owners. */
    private static final int MAX_LEAVE = 10;

    private final DeferredLog log;
    private final ClusterMonitor monitor;
    private final TargetNames names;
    private final Supplier<List<String>> sinks;
    private final ClusterAlerts alerts;

    /** Those of the configuration. */
    private final Map<String, TargetSettings> declared = new HashMap<>();

    /**
     * Joins with {@link #start}.
     *
     * @param alerts must ask {@link #alertTarget} for targets
     */
    ClusterTargets(ClusterConfig config, TargetSettings defaults, Checker checker, TargetNames names, Alerts alerts) {
        this(config, defaults, checker, names, alerts, JdbcClusterLog.create(new ClusterSource(config), config.name()));
    }

    ClusterTargets(
            ClusterConfig config,
            TargetSettings defaults,
            Checker checker,
            TargetNames names,
            Alerts alerts,
            ClusterLog log) {
        this.log = new DeferredLog(log);
        this.names = names;
        this.sinks = alerts::sinks;
        MonitorListener logging = MonitorListener.logging(names::name);
        this.monitor = ClusterMonitor.builder(checker, this.log)
                .member(config.member())
                .zone(config.zone())
                .settings(defaults)
                .listener(change -> announced(change, logging))
                .everywhere(this::accepted)
                .build();
        this.alerts =
                new ClusterAlerts(config.member(), alerts, monitor::status, monitor::target, monitor::forEachTarget);
        monitor.checks().addListener(new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {}

            @Override
            public void onRemoved(String target) {
                ClusterTargets.this.alerts.removed(target);
            }
        });
    }

    private void announced(ClusterChange change, MonitorListener logging) {
        CheckResult evidence = change.evidence();
        if (evidence == null) {
            LOG.log(Level.WARNING, change.to() + ", was " + change.from() + ": " + names.name(change.target()));
        } else {
            logging.onTransition(new Transition(
                    change.target(), change.from(), change.to(), change.at(), 0, evidence, change.bounds()));
        }
        alerts.announced(change);
    }

    private void accepted(ClusterChange change) {
        alerts.accepted(change);
        names.changed(change.target());
    }

    /** For a target that this member's file does not have, and another's has: for all sinks. */
    @Nullable
    AlertTarget alertTarget(String target) {
        AlertTarget known = names.alertTarget(target);
        return known != null || monitor.target(target) == null
                ? known
                : new AlertTarget(target, null, Map.of(), sinks.get());
    }

    /** What pages and metrics read. */
    ClusterView view() {
        return ClusterView.of(monitor);
    }

    @Override
    public MonitorView checks() {
        return monitor.checks();
    }

    @Override
    public void name(List<TargetConfig> targets) {
        targets.forEach(names::put);
    }

    /** Without checkpoints: the cluster has them. */
    @Override
    public void start(List<TargetConfig> targets, Map<String, TargetCheckpoint> checkpoints) {
        targets.forEach(this::put);
        monitor.declare(declared);
        log.open();
    }

    @Override
    public void apply(ConfigChange change) {
        for (TargetConfig each : change.removed()) {
            declared.remove(each.target().toString());
            names.remove(each.target().toString());
        }
        change.changed().forEach(each -> put(each.after()));
        change.added().forEach(this::put);
        Role role = monitor.status().role();
        // One that takes no part any more says so elsewhere, and reads its configuration still.
        if (role != Role.REPLACED && role != Role.FAILED) {
            monitor.declare(declared);
        }
    }

    private void put(TargetConfig target) {
        names.put(target);
        declared.put(target.target().toString(), target.settings());
    }

    /** Follows the targets that have moved. To be called again and again. */
    void follow(Instant now) {
        alerts.follow(now);
    }

    private static boolean hasOthers(ClusterStatus status) {
        return status.members().stream()
                .anyMatch(each -> each.isSeen() && !each.member().equals(status.member()));
    }

    /** Has other members take over first, if there are some, and ends in any case. */
    @Override
    public void close() {
        try (monitor) {
            ClusterStatus status = monitor.status();
            if (status.role() == Role.MEMBER && status.noQuorumSince() == null && hasOthers(status)) {
                Void unused = monitor.leave().toCompletableFuture().get(MAX_LEAVE, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(Level.INFO, "cluster: left without waiting any longer for other members to take over");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
