package io.halfshake.cluster;

import io.halfshake.monitor.Monitor;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Finds out as of when the states of all targets of a member are confirmed, some targets at a time. What is found of
 * one stays true of the state that was committed then: a change after that has a later moment than {@link #asOf}. So it
 * does not matter that the first of them was looked at earlier than the last.
 *
 * <p>For one thread at a time.
 */
final class Confirmation {
    /** Targets that are looked at in one step, and those of one partition more. */
    static final int SLICE = 1_000;

    /** Beyond this without a step it begins anew: its result would be old. */
    private static final long MAX_WAIT = TimeUnit.SECONDS.toNanos(5);

    private final String member;
    private final OwnTargets targets;
    private boolean isRunning;
    private long epoch;
    private long steppedAt;
    private long asOf;
    private int partition;
    private boolean isBehind;

    Confirmation(String member, OwnTargets targets) {
        this.member = member;
        this.targets = targets;
    }

    /**
     * Goes on, or begins.
     *
     * @param nanos the present, by this member's monotonic clock
     * @return whether all targets were looked at, until {@link #end}
     */
    boolean advance(ClusterState state, Monitor monitor, long nanos) {
        isBehind = false;
        if ((!isRunning || nanos - steppedAt > MAX_WAIT) && !begin(state, nanos)) {
            return false;
        }
        int looked = 0;
        while (partition < PartitionHash.PARTITIONS && looked < SLICE) {
            Partition of = state.partition(partition);
            if (of.isOwnedBy(member)) {
                long confirmed = confirmed(state, monitor, of, nanos);
                if (confirmed == OwnTargets.NOT_KNOWN) {
                    return false;
                }
                asOf += Math.min(0, confirmed - asOf);
                looked += of.targets().size();
            }
            partition++;
            steppedAt = nanos;
        }
        isBehind = partition < PartitionHash.PARTITIONS;
        return !isBehind;
    }

    /** Not while partitions may have targets that the monitor does not watch yet. */
    private boolean begin(ClusterState state, long nanos) {
        isRunning = targets.isFollowed();
        epoch = state.epoch();
        steppedAt = nanos;
        asOf = nanos;
        partition = 0;
        targets.beginAudit();
        return isRunning;
    }

    private long confirmed(ClusterState state, Monitor monitor, Partition of, long nanos) {
        long earliest = nanos;
        for (Map.Entry<String, TargetEntry> each : of.targets().entrySet()) {
            long confirmed = targets.confirmedAt(state, monitor, each.getKey(), each.getValue(), nanos);
            if (confirmed == OwnTargets.NOT_KNOWN) {
                return confirmed;
            }
            earliest += Math.min(0, confirmed - earliest);
        }
        return earliest;
    }

    /** The next {@link #advance} begins anew. */
    void end() {
        if (isRunning && partition == PartitionHash.PARTITIONS) {
            targets.endAudit();
        }
        isRunning = false;
        isBehind = false;
    }

    /** Whether there is more to look at, and nothing to wait for. */
    boolean isBehind() {
        return isBehind;
    }

    /** When the check was started that was the last to confirm a state, of the target of which that is longest ago. */
    long asOf() {
        return asOf;
    }

    /** That of the table when it began: of partitions that the member got later, not all targets were looked at. */
    long epoch() {
        return epoch;
    }
}
