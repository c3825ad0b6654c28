package io.halfshake.cluster;

import io.halfshake.cluster.Proposals.Found;
import io.halfshake.internal.FailSafe;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a member's own partitions, in its monitor. Follows the state: takes on what the member gets, releases
 * what it loses, and begins anew with a target whose change the log has not taken over. Each call does a part of what
 * there is to do, of limited length.
 *
 * <p>For one thread at a time, but for the listener, which only puts events into a queue.
 */
final class OwnTargets implements MonitorListener {
    /** Targets that are followed, and events that are taken, by one call. */
    static final int SLICE = 1_000;

    /** Between two attempts to watch what could not be watched. */
    private static final long RETRY = TimeUnit.SECONDS.toNanos(10);

    /** In place of a moment. */
    static final long NOT_KNOWN = Long.MIN_VALUE;

    /** An event of the monitor; without a transition, that the target was removed. */
    record Event(String target, @Nullable Transition transition) {}

    /** What the monitor watches now, with its state by the events that were taken. */
    private static final class Watched {
        private final Bytes settings;
        /** That of the partition when it was adopted: what is found belongs to that term of its owner. */
        private final long epoch;

        private TargetState seen;
        /** Whether the target was removed from the cluster since, and perhaps added again. */
        private boolean isOver;

        Watched(Bytes settings, long epoch, TargetState seen) {
            this.settings = settings;
            this.epoch = epoch;
            this.seen = seen;
        }
    }

    private final String member;
    private final long incarnation;
    private final Proposals proposals;
    private final Runnable onEvent;
    private final Queue<Event> events;
    private final Map<String, Watched> watched = new HashMap<>();

    /** Those of {@link #watched} by partition. */
    private final List<Set<String>> watchedOf = new ArrayList<>(PartitionHash.PARTITIONS);

    /** How often a target was removed from the monitor without the event of that: older ones are past. */
    private final Map<String, Integer> removals = new HashMap<>();

    /** Those that this member owns and cannot check. */
    private final Set<String> unwatched = new HashSet<>();

    /** Those that may have to be taken on, released, or adopted anew. Linked, so that few cost little after many. */
    private final Set<String> changed = new LinkedHashSet<>();

    /** The partitions of which all targets may have to be. */
    private final BitSet changedPartitions = new BitSet(PartitionHash.PARTITIONS);

    /** The epoch in which this member owns each partition, as far as it has followed; 0 if it does not. */
    private final long[] followed = new long[PartitionHash.PARTITIONS];

    private boolean tableChanged = true;
    private long retriedAt;

    /** Whether an event was lost: the listener may have had no memory for it. */
    private volatile boolean hasLostEvent;

    /** Whether the states of the monitor may differ from those of its events because one was lost. */
    private boolean isAuditing;

    /** Whether {@link #beginAudit} came after that. */
    private boolean isAudited;

    /** Transitions up to that moment may be of targets that were removed since. */
    private long transitionsAfter;

    private boolean ignoresTransitions;

    /**
     * For a monitor that watches nothing yet, and has this as its listener.
     *
     * @param onEvent called by the monitor's threads, after each event
     */
    OwnTargets(String member, long incarnation, Proposals proposals, Runnable onEvent) {
        this(member, incarnation, proposals, onEvent, new ConcurrentLinkedQueue<>());
    }

    OwnTargets(String member, long incarnation, Proposals proposals, Runnable onEvent, Queue<Event> events) {
        this.member = member;
        this.incarnation = incarnation;
        this.proposals = proposals;
        this.onEvent = onEvent;
        this.events = events;
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            watchedOf.add(new HashSet<>(0));
        }
    }

    @Override
    public void onTransition(Transition transition) {
        enqueue(transition.target(), transition);
    }

    @Override
    public void onRemoved(String target) {
        enqueue(target, null);
    }

    private void enqueue(String target, @Nullable Transition transition) {
        boolean isQueued = false;
        try {
            events.add(new Event(target, transition));
            isQueued = true;
        } finally {
            if (!isQueued) {
                hasLostEvent = true;
            }
        }
        onEvent.run();
    }

    /** After each command that was applied. */
    void applied(Applied applied, boolean changesTable) {
        tableChanged |= changesTable;
        Command command = applied.command();
        if (command instanceof Command.AddTargets add) {
            add.targets().forEach(each -> changed.add(each.target()));
        } else if (command instanceof Command.RemoveTargets remove) {
            changed.addAll(remove.targets());
            for (String target : remove.targets()) {
                Watched removed = watched.get(target);
                if (removed != null) {
                    removed.isOver = true;
                }
            }
        } else if (command instanceof Command.ReportChanges report) {
            report.changes().forEach(each -> changed.add(each.target()));
        }
    }

    /** After a snapshot. */
    void restored() {
        tableChanged = true;
        changedPartitions.set(0, PartitionHash.PARTITIONS);
    }

    /**
     * Takes in the events of the monitor. What it has found goes to the proposals.
     *
     * @param nanos the present, by this member's monotonic clock
     */
    void takeEvents(ClusterState state, long nanos) {
        if (hasLostEvent) {
            // Before what follows, which takes care of all that was lost up to now.
            hasLostEvent = false;
            removals.clear();
            ignoresTransitions = true;
            transitionsAfter = nanos;
            isAuditing = true;
            isAudited = false;
        }
        boolean isTaken = false;
        try {
            for (int i = 0; i < SLICE; i++) {
                Event event = events.poll();
                if (event == null) {
                    break;
                }
                take(state, event);
            }
            isTaken = true;
        } finally {
            if (!isTaken) {
                hasLostEvent = true;
            }
        }
    }

    private void take(ClusterState state, Event event) {
        Transition transition = event.transition();
        if (transition == null) {
            removals.computeIfPresent(event.target(), (target, count) -> count == 1 ? null : count - 1);
        } else if (!removals.containsKey(event.target())
                && !(ignoresTransitions && transition.atNanos() - transitionsAfter <= 0)) {
            found(state, transition);
        }
    }

    private void found(ClusterState state, Transition transition) {
        String target = transition.target();
        Watched of = watched.get(target);
        if (of == null) {
            return;
        }
        // If it is not proposed, for whatever reason, the monitor has to forget it.
        changed.add(target);
        of.seen = transition.to();
        if (!of.isOver && of.epoch == state.partitionOf(target).epoch()) {
            long at = transition.atNanos();
            proposals.add(
                    state,
                    target,
                    new Found(
                            transition.to(),
                            at - nanosBefore(transition, transition.bounds().earliest()),
                            at - nanosBefore(transition, transition.bounds().latest()),
                            EvidenceFormat.encode(transition.evidence())));
        }
    }

    /** Exact, whatever the wall clock does: both were computed from one reading of it. */
    private static long nanosBefore(Transition transition, Instant moment) {
        return Duration.between(moment, transition.at()).toNanos();
    }

    /** Lets the monitor watch what the state says. */
    void follow(ClusterState state, Monitor monitor, WallTime now) {
        if (tableChanged) {
            followTable(state);
            tableChanged = false;
        }
        for (int i = changedPartitions.nextSetBit(0); i >= 0 && changed.size() < SLICE; ) {
            changed.addAll(watchedOf.get(i));
            if (followed[i] != 0) {
                changed.addAll(state.partition(i).targets().keySet());
            }
            changedPartitions.clear(i);
            i = changedPartitions.nextSetBit(i);
        }
        if (!unwatched.isEmpty() && now.nanos() - retriedAt >= RETRY) {
            retriedAt = now.nanos();
            changed.addAll(unwatched);
        }
        Iterator<String> each = changed.iterator();
        for (int i = 0; i < SLICE && each.hasNext(); i++) {
            String target = each.next();
            try {
                follow(state, monitor, now, target);
            } catch (VirtualMachineError e) {
                // As without memory: the target stays the next one.
                throw e;
            } catch (Throwable e) {
                // Whatever it is: one that this member cannot check does not keep it from the others.
                retriedAt = unwatched.isEmpty() ? now.nanos() : retriedAt;
                if (unwatched.add(target)) {
                    FailSafe.log(Level.WARNING, "member " + member + " cannot check " + target + ": " + e, null);
                }
            }
            each.remove();
        }
    }

    private void followTable(ClusterState state) {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            Partition partition = state.partition(i);
            long epoch = owns(state, partition) ? partition.epoch() : 0;
            if (followed[i] != epoch) {
                followed[i] = epoch;
                changedPartitions.set(i);
            }
        }
        changed.addAll(unwatched);
    }

    /** Whether there is more to do at once. */
    boolean isBehind() {
        return !isFollowed() || hasLostEvent || !events.isEmpty();
    }

    /** Whether the monitor watches what the state says, as far as it can. */
    boolean isFollowed() {
        return !tableChanged && changed.isEmpty() && changedPartitions.isEmpty();
    }

    private boolean owns(ClusterState state, Partition partition) {
        Member self = state.member(member);
        return self != null && self.incarnation() == incarnation && partition.isOwnedBy(member);
    }

    private void follow(ClusterState state, Monitor monitor, WallTime now, String target) {
        Partition partition = state.partitionOf(target);
        TargetEntry entry = owns(state, partition) ? partition.target(target) : null;
        Watched is = watched.get(target);
        if (is != null && entry != null && isAsCommitted(state, target, entry, is)) {
            return;
        }
        // Also one that was adopted and not noted, without memory for that.
        if (monitor.remove(target)) {
            removals.merge(target, 1, Integer::sum);
        }
        Set<String> ofPartition = watchedOf.get(PartitionHash.partition(target));
        watched.remove(target);
        ofPartition.remove(target);
        if (entry == null) {
            unwatched.remove(target);
        } else {
            TargetCheckpoint checkpoint = Checkpoints.of(state, target, entry, now);
            monitor.adopt(checkpoint, settings(entry));
            unwatched.remove(target);
            ofPartition.add(target);
            watched.put(target, new Watched(entry.settings(), partition.epoch(), entry.state()));
        }
    }

    /** Or ahead of it by what is proposed. */
    private boolean isAsCommitted(ClusterState state, String target, TargetEntry entry, Watched is) {
        return !is.isOver
                && is.epoch == state.partitionOf(target).epoch()
                && is.settings.equals(entry.settings())
                && (is.seen == entry.state() || proposals.isWaiting(state, target));
    }

    private static TargetSettings settings(TargetEntry entry) {
        try {
            return SettingsFormat.decode(entry.settings());
        } catch (FormatException e) {
            // By a member of a later version: it is checked with the settings of this one.
            return TargetSettings.inherited();
        }
    }

    /** How many there are. */
    int count() {
        return watched.size();
    }

    /**
     * As of when the committed state of a target is confirmed.
     *
     * @param nanos the present, by this member's monotonic clock
     * @return nanoseconds of that clock; {@code nanos} if there is no state to be confirmed, and {@link #NOT_KNOWN}
     *     while the target is not checked, or the monitor has found something that is not proposed yet
     */
    long confirmedAt(ClusterState state, Monitor monitor, String target, TargetEntry entry, long nanos) {
        Watched of = watched.get(target);
        if (of == null) {
            return entry.state() == TargetState.UNKNOWN ? nanos : NOT_KNOWN;
        }
        TargetCheckpoint checkpoint = monitor.checkpoint(target);
        if (checkpoint == null || checkpoint.state() != of.seen) {
            if (isAuditing) {
                of.isOver = true;
                changed.add(target);
            }
            return NOT_KNOWN;
        }
        if (entry.state() == TargetState.UNKNOWN) {
            return nanos;
        }
        if (proposals.isWaiting(state, target)) {
            return proposals.confirmedAt(target);
        }
        Instant confirmedAt = checkpoint.confirmedAt();
        return of.seen != entry.state() || confirmedAt == null
                ? NOT_KNOWN
                : nanos - Duration.between(confirmedAt, checkpoint.at()).toNanos();
    }

    /** From now on all targets are looked at. */
    void beginAudit() {
        isAudited = true;
    }

    /** All targets were looked at: each of which an event was lost before is adopted anew. */
    void endAudit() {
        isAuditing &= !isAudited;
    }
}
