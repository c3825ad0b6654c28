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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a member's own partitions, in its monitor. Follows the state: takes on what the member gets, releases
 * what it loses, and begins anew with a target whose change the log has not taken over.
 *
 * <p>For one thread at a time, but for the listener, which only puts what it hears into a queue.
 */
final class OwnTargets implements MonitorListener {
    /** What the monitor has told; without a transition, that the target was removed. */
    private record Event(String target, @Nullable Transition transition) {}

    /** What the monitor watches now, with what it takes its state for by what it has told. */
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
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final Map<String, Watched> watched = new HashMap<>();

    /** How often a target was removed from the monitor whose listener has not heard of it: older events are past. */
    private final Map<String, Integer> removals = new HashMap<>();

    /** Those that this member owns and cannot check. */
    private final Set<String> unwatched = new HashSet<>();

    private final Set<String> changed = new HashSet<>();
    private boolean allChanged = true;

    /**
     * For a monitor that watches nothing yet, and has this as its listener.
     *
     * @param onEvent called by the monitor's threads, after each event
     */
    OwnTargets(String member, long incarnation, Proposals proposals, Runnable onEvent) {
        this.member = member;
        this.incarnation = incarnation;
        this.proposals = proposals;
        this.onEvent = onEvent;
    }

    @Override
    public void onTransition(Transition transition) {
        tell(new Event(transition.target(), transition));
    }

    @Override
    public void onRemoved(String target) {
        tell(new Event(target, null));
    }

    private void tell(Event event) {
        events.add(event);
        onEvent.run();
    }

    /** After each command that was applied. */
    void applied(Applied applied, boolean tableChanged) {
        allChanged |= tableChanged;
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
        allChanged = true;
    }

    /** Takes in what the monitor has told. What it has found goes to the proposals. */
    void takeEvents(ClusterState state) {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            Transition transition = event.transition();
            if (transition == null) {
                removals.computeIfPresent(event.target(), (target, count) -> count == 1 ? null : count - 1);
            } else if (!removals.containsKey(event.target())) {
                found(state, transition);
            }
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
        if (allChanged) {
            allChanged = false;
            changed.addAll(watched.keySet());
            changed.addAll(unwatched);
            for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
                if (owns(state, state.partition(i))) {
                    changed.addAll(state.partition(i).targets().keySet());
                }
            }
        }
        Iterator<String> each = changed.iterator();
        while (each.hasNext()) {
            String target = each.next();
            try {
                follow(state, monitor, now, target);
            } catch (IllegalArgumentException e) {
                // One that this member cannot check does not keep it from the others.
                if (unwatched.add(target)) {
                    FailSafe.log(Level.WARNING, "member " + member + " cannot check " + target + ": " + e, null);
                }
            }
            each.remove();
        }
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
        watched.remove(target);
        if (entry == null) {
            unwatched.remove(target);
        } else {
            TargetCheckpoint checkpoint = Checkpoints.of(state, target, entry, now);
            monitor.adopt(checkpoint, settings(entry));
            unwatched.remove(target);
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

    /** Whether all that this member owns and that has a state is checked. */
    boolean isComplete(ClusterState state) {
        for (String target : unwatched) {
            TargetEntry entry = state.target(target);
            if (entry != null && entry.state() != TargetState.UNKNOWN) {
                return false;
            }
        }
        return true;
    }

    /** How many there are. */
    int count() {
        return watched.size();
    }

    /**
     * How long ago the check was started that was the last to confirm a state, of the target of which that is longest
     * ago.
     *
     * @return nanoseconds, zero or more, where 0 is also if no target has a state to be confirmed; -1 while the monitor
     *     has found something that is not proposed yet
     */
    long longestUnconfirmed(Monitor monitor) {
        long longest = 0;
        for (Map.Entry<String, Watched> each : watched.entrySet()) {
            TargetCheckpoint checkpoint = monitor.checkpoint(each.getKey());
            if (checkpoint == null || checkpoint.state() != each.getValue().seen) {
                return -1;
            }
            Instant confirmedAt = checkpoint.confirmedAt();
            if (confirmedAt != null) {
                longest = Math.max(
                        longest, Duration.between(confirmedAt, checkpoint.at()).toNanos());
            }
        }
        return longest;
    }
}
