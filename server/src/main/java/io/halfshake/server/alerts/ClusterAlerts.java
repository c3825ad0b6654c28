package io.halfshake.server.alerts;

import io.halfshake.cluster.ClusterChange;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.monitor.TargetState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends the alerts about the targets that this member of a cluster owns.
 *
 * <h2>Behaviour</h2>
 *
 * A change is sent by the member that announces it. With a target that moves, its alert moves: the new owner sends
 * reminders and the end. If the owner before is gone, and the target went down so shortly before that the message may
 * still have waited there, the new owner sends it again.
 *
 * <h2>Threading</h2>
 *
 * All methods may be called by any thread.
 */
public final class ClusterAlerts {
    private final String member;
    private final Alerts alerts;
    private final Supplier<ClusterStatus> status;
    private final Function<String, @Nullable ClusterTarget> targets;
    private final Consumer<Consumer<ClusterTarget>> allTargets;

    /** The targets that are down and that others own. */
    private Set<String> ofOthers = new HashSet<>();

    private long epoch = -1;
    private boolean wasOver;

    /**
     * For one member.
     *
     * @param member its name
     * @param status of the member
     * @param targets as committed; null for one that the cluster does not have
     * @param allTargets visits them
     */
    public ClusterAlerts(
            String member,
            Alerts alerts,
            Supplier<ClusterStatus> status,
            Function<String, @Nullable ClusterTarget> targets,
            Consumer<Consumer<ClusterTarget>> allTargets) {
        this.member = member;
        this.alerts = alerts;
        this.status = status;
        this.targets = targets;
        this.allTargets = allTargets;
    }

    /**
     * This member announces a change.
     *
     * @param change may be announced again
     */
    public void announced(ClusterChange change) {
        alerts.follow(change);
        if (!isOwn(targets.apply(change.target()))) {
            // It has moved while the change was on its way here.
            alerts.release(change.target());
        }
    }

    /**
     * The cluster has accepted a change, whichever member announces it.
     *
     * @param change may be announced again
     */
    public synchronized void accepted(ClusterChange change) {
        String target = change.target();
        if (isOwn(targets.apply(target))) {
            return;
        }
        if (change.to() == TargetState.DOWN) {
            ofOthers.add(target);
        } else {
            ofOthers.remove(target);
            alerts.withdraw(target);
        }
    }

    private boolean isOwn(@Nullable ClusterTarget target) {
        return target != null && member.equals(target.owner());
    }

    /**
     * This member checks a target no longer.
     *
     * @param target which another member may check now
     */
    public void removed(String target) {
        if (targets.apply(target) == null) {
            alerts.onRemoved(target);
        }
    }

    /**
     * Follows the targets that have moved. To be called again and again.
     *
     * @param now the present
     */
    public synchronized void follow(Instant now) {
        ClusterStatus seen = status.get();
        boolean isOver = seen.role() == Role.REPLACED || seen.role() == Role.FAILED;
        if (isOver && !wasOver) {
            wasOver = true;
            alerts.withdrawAll();
        }
        alerts.pauseAll(seen.noQuorumSince() != null || seen.role() == Role.JOINING);
        if (isOver || seen.epoch() == epoch) {
            return;
        }
        release();
        takeOver(now);
        epoch = seen.epoch();
    }

    private void release() {
        for (String each : alerts.goingOn()) {
            ClusterTarget target = targets.apply(each);
            if (target == null) {
                alerts.onRemoved(each);
            } else if (target.state() != TargetState.DOWN && !isOwn(target)) {
                alerts.withdraw(each);
            } else if (target.owner() != null && !isOwn(target)) {
                alerts.release(each);
            }
        }
    }

    private void takeOver(Instant now) {
        Set<String> others = new HashSet<>();
        List<String> own = new ArrayList<>();
        allTargets.accept(each -> {
            if (each.state() == TargetState.DOWN) {
                boolean unused = isOwn(each) ? own.add(each.target()) : others.add(each.target());
            }
        });
        for (String each : ofOthers) {
            ClusterTarget target = targets.apply(each);
            if (!others.contains(each) && (target == null || target.state() != TargetState.DOWN)) {
                // While this member did not follow: another one has sent the end.
                alerts.withdraw(each);
            }
        }
        ofOthers = others;
        alerts.take(own, this::ownDown, now);
    }

    private @Nullable ClusterTarget ownDown(String target) {
        ClusterTarget now = targets.apply(target);
        return now != null && now.state() == TargetState.DOWN && isOwn(now) ? now : null;
    }
}
