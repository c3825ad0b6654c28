package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.util.List;

/**
 * What a member proposes. The state decides on it when the log has accepted it, see {@link ClusterState#apply}.
 *
 * <p>Moments travel as ages before {@link #time()}, in nanoseconds.
 */
sealed interface Command {
    /**
     * The time of the cluster that the proposer estimates for the moment of the proposal, see {@link ClusterTime}.
     *
     * @return nanoseconds, zero or more
     */
    long time();

    /**
     * A member joins, or joins anew after a restart: what it proposed before is refused from then on, since its
     * partitions get a new epoch.
     *
     * @param zone what may fail as one; members of different zones are preferred as watchers of one target
     * @param incarnation drawn by the process, to distinguish it from others that have had the same name
     * @param format the highest version of {@link CommandFormat} that it knows
     * @param epoch that of the table it has seen, so that a copy of this command that arrives late is refused
     */
    record Join(long time, String member, String zone, long incarnation, int format, long epoch) implements Command {}

    /**
     * A member wishes to leave, and its partitions are to be moved away before.
     *
     * @param epoch the {@linkplain Member#epoch one} in which it joined, so that a copy of this command that arrives
     *     late does not mean a member that has returned
     */
    record Drain(long time, String member, long epoch) implements Command {}

    /**
     * A member has left, or the leader does not see it any more: its partitions have no owner until the next
     * {@link Assign}.
     *
     * @param epoch the {@linkplain Member#epoch one} in which it joined, so that one that has returned meanwhile is not
     *     meant
     * @param drained whether it shall only leave if it owns no partition
     */
    record Leave(long time, String member, long epoch, boolean drained) implements Command {}

    /**
     * A member has declared which targets the cluster shall have. Those that all members have declared alike are all
     * there are.
     *
     * @param epoch the {@linkplain Member#epoch one} in which it joined, so that a copy of this command that arrives
     *     late does not count for a process that has the name since
     * @param digest the same for the same targets with the same settings
     */
    record Declare(long time, String member, long epoch, Bytes digest) implements Command {}

    /**
     * Partitions get new owners.
     *
     * @param epoch that of the table from which the moves were planned
     */
    record Assign(long time, long epoch, List<Move> moves) implements Command {}

    /** A partition and its new owner. */
    record Move(int partition, String member) {}

    /**
     * Targets to be watched.
     *
     * @param index that of the proposer's state: a copy that arrives after a removal is refused
     */
    record AddTargets(long time, long index, List<NewTarget> targets) implements Command {}

    /** A target and its settings, in {@link SettingsFormat}. */
    record NewTarget(String target, Bytes settings) {}

    /**
     * Targets to be watched no longer. Changes of them that were accepted are announced all the same.
     *
     * @param index that of the proposer's state: a copy that arrives after the target was added again is refused
     */
    record RemoveTargets(long time, long index, List<String> targets) implements Command {}

    /** How many members watch a target, and how many of them have to agree on a state. The default is 1 of 1. */
    record Configure(long time, int watchers, int agree) implements Command {}

    /** What the owner of the targets has found. */
    record ReportChanges(long time, String member, List<Change> changes) implements Command {}

    /**
     * A change of a target's state.
     *
     * @param after the target's last {@linkplain ChangeId#sequence sequence number} that the proposer has seen
     * @param epoch of the target's partition, as the proposer has seen it
     * @param found when it happened, and on what it rests
     */
    record Change(String target, TargetState from, TargetState to, long after, long epoch, Finding found) {}

    /**
     * When a change happened, and on what it rests.
     *
     * @param earliestAge of the start of the last check with the old result, at least {@code latestAge}
     * @param latestAge of the first answer with the new result, zero or more
     * @param evidence what is delivered to listeners; not read by the state
     */
    record Finding(long earliestAge, long latestAge, Bytes evidence) {}

    /**
     * The states of all targets in a member's partitions were confirmed by checks, of which none was started before the
     * age given. A change that waits for a decision has a later moment.
     *
     * @param epoch it is about partitions that the member got at this epoch or before: those that it got later may not
     *     have been checked yet
     */
    record AllWell(long time, String member, long epoch, long age) implements Command {}

    /** What a member has delivered to its listeners. */
    record Announced(long time, List<Mark> marks) implements Command {}

    /** All changes of the partition up to this sequence number were announced. */
    record Mark(int partition, long upTo) {}

    /** What watchers see of targets on which they have to agree. */
    record ReportOpinions(long time, String member, List<Opinion> opinions) implements Command {}
}
