package io.halfshake.cluster;

import io.halfshake.cluster.Proposals.Found;
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
        private TargetState seen;

        Watched(Bytes settings, TargetState seen) {
            this.settings = settings;
            this.seen = seen;
        }
    }

    private static final System.Logger LOG = System.getLogger("io.halfshake");

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
        Watched of = watched.get(transition.target());
        if (of != null) {
            of.seen = transition.to();
            long at = transition.atNanos();
            proposals.add(
                    state,
                    transition.target(),
                    new Found(
                            transition.to(),
                            at - nanosBefore(transition, transition.bounds().earliest()),
                            at - nanosBefore(transition, transition.bounds().latest()),
                            EvidenceFormat.encode(transition.evidence())));
            // If the proposals have refused it, the monitor has to forget it.
            changed.add(transition.target());
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
        for (String target : changed) {
            follow(state, monitor, now, target);
        }
        changed.clear();
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
        if (entry == null) {
            unwatched.remove(target);
        }
        if (is != null) {
            watched.remove(target);
            if (monitor.remove(target)) {
                removals.merge(target, 1, Integer::sum);
            }
        }
        if (entry != null) {
            watch(state, monitor, now, target, entry);
        }
    }

    /** Or ahead of it by what is proposed. */
    private boolean isAsCommitted(ClusterState state, String target, TargetEntry entry, Watched is) {
        return is.settings.equals(entry.settings()) && (is.seen == entry.state() || proposals.isWaiting(state, target));
    }

    /** One that this member cannot check does not keep it from the others. */
    private void watch(ClusterState state, Monitor monitor, WallTime now, String target, TargetEntry entry) {
        TargetCheckpoint checkpoint = Checkpoints.of(state, target, entry, now);
        try {
            monitor.adopt(checkpoint, settings(entry));
        } catch (IllegalArgumentException e) {
            if (unwatched.add(target)) {
                LOG.log(Level.WARNING, "member " + member + " cannot check " + target + ": " + e.getMessage());
            }
            return;
        }
        unwatched.remove(target);
        watched.put(target, new Watched(entry.settings(), entry.state()));
    }

    private static TargetSettings settings(TargetEntry entry) {
        try {
            return SettingsFormat.decode(entry.settings());
        } catch (FormatException e) {
            // By a member of a later version: it is checked with the settings of this one.
            return TargetSettings.inherited();
        }
    }

    /** Whether all that this member owns is checked. */
    boolean isComplete() {
        return unwatched.isEmpty();
    }

    /** How many there are. */
    int count() {
        return watched.size();
    }

    /**
     * How long ago the check was started that was the last to confirm a state, of the target of which that is longest
     * ago.
     *
     * @return nanoseconds, zero or more; 0 if no target has a state to be confirmed
     */
    long longestUnconfirmed(Monitor monitor) {
        long longest = 0;
        for (String target : watched.keySet()) {
            TargetCheckpoint checkpoint = monitor.checkpoint(target);
            if (checkpoint != null && checkpoint.confirmedAt() != null) {
                longest = Math.max(
                        longest,
                        Duration.between(checkpoint.confirmedAt(), checkpoint.at())
                                .toNanos());
            }
        }
        return longest;
    }
}
