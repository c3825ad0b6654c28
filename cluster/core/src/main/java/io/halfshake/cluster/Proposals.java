package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.monitor.TargetState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this member has found and that the log has not decided on. Each waits until the one before it of the
 * same target was accepted, and is proposed again after a proposal that has failed, or was not answered in time. Once
 * the target has another owner, or the same anew, or was changed by another way, they are dropped: the log has moved
 * on, and what is still true will be found again.
 *
 * <p>For one thread at a time.
 */
final class Proposals {
    /** Of one target; a further one replaces the oldest pair, a state and its end, that was not proposed. */
    static final int MAX_WAITING = 8;

    /** For the changes of one command, beside its type, its time and the name of the member. */
    private static final int ROOM = ClusterLog.MAX_COMMAND_BYTES - 2 * Limits.NAME_BYTES;

    /**
     * A change as it was found. Moments are in nanoseconds of this member's monotonic clock.
     *
     * @param earliest as in {@link io.halfshake.monitor.TimeBounds}
     * @param latest as in {@link io.halfshake.monitor.TimeBounds}
     * @param evidence on what it rests
     */
    record Found(TargetState to, long earliest, long latest, Bytes evidence) {}

    /** The changes of one target, the oldest first. That one alone may have been proposed. */
    private static final class Waiting {
        private final Deque<Found> found = new ArrayDeque<>();
        /** The term of the owner in which they were found. */
        private final long epoch;
        /** The target's last sequence number before the first of them. */
        private long after;

        /** What carries the first of them; null if it is to be proposed. */
        private @Nullable Sent sent;

        Waiting(long epoch, long after) {
            this.epoch = epoch;
            this.after = after;
        }

        boolean isAbout(long otherEpoch, long otherAfter) {
            return epoch == otherEpoch && after == otherAfter;
        }
    }

    /** The changes of one command. */
    private static final class Sent {
        private final Flight flight;
        private final List<String> targets;
        private int undecided;

        Sent(Flight flight, List<String> targets) {
            this.flight = flight;
            this.targets = targets;
            this.undecided = targets.size();
        }
    }

    private final String member;
    private final Map<String, Waiting> waiting = new HashMap<>();

    /** Those of {@link #waiting} of which nothing is on its way, the oldest first. */
    private final Set<String> due = new LinkedHashSet<>();

    /** The partitions that had no room, with the targets that wait for it. */
    private final Map<Integer, Set<String>> backlogs = new TreeMap<>();

    private final List<Sent> sent = new ArrayList<>();
    private long dropped;

    Proposals(String member) {
        this.member = member;
    }

    /**
     * A change that this member has found, after all others of the target that it has found.
     *
     * @param state what is committed; if this member does not own the target by it, the change is dropped
     */
    void add(ClusterState state, String target, Found found) {
        Partition partition = state.partitionOf(target);
        TargetEntry entry = partition.target(target);
        if (entry == null || !partition.isOwnedBy(member)) {
            dropped++;
            return;
        }
        Waiting changes = waiting.get(target);
        if (changes == null || !changes.isAbout(partition.epoch(), entry.sequence())) {
            drop(changes);
            Waiting first = new Waiting(partition.epoch(), entry.sequence());
            first.found.addLast(found);
            // Before it: what waits and is not due would be stuck, without memory for the rest.
            due.add(target);
            waiting.put(target, first);
            return;
        }
        if (changes.found.size() >= MAX_WAITING) {
            dropPair(changes);
        }
        changes.found.addLast(found);
    }

    private void drop(@Nullable Waiting changes) {
        dropped += changes == null ? 0 : changes.found.size();
    }

    /** The two after the first, so that the states still alternate. */
    private void dropPair(Waiting changes) {
        Found first = changes.found.removeFirst();
        changes.found.removeFirst();
        changes.found.removeFirst();
        changes.found.addFirst(first);
        dropped += 2;
    }

    /**
     * What to propose now.
     *
     * @param state what is committed
     * @param nanos the present, by this member's monotonic clock
     * @param most how many changes, at most {@link Limits#ITEMS}
     * @param flight of the command that will carry them: they are returned again once it {@linkplain Flight#isOver is
     *     over}, unless they were decided on
     * @return as many as fit into a command, and at most one change of a target
     */
    List<Command.Change> next(ClusterState state, long nanos, int most, Flight flight) {
        takeBack(nanos);
        takeFromBacklogs(state);
        List<Command.Change> changes = new ArrayList<>();
        int room = ROOM;
        Iterator<String> each = due.iterator();
        while (each.hasNext() && changes.size() < most) {
            String target = each.next();
            Waiting of = waiting.get(target);
            TargetEntry entry = of == null ? null : entry(state, target, of);
            if (of == null || entry == null) {
                drop(of);
                each.remove();
                waiting.remove(target);
            } else {
                Command.Change change = change(target, entry, of, nanos);
                room -= CommandFormat.mostBytes(change);
                if (room < 0) {
                    break;
                }
                changes.add(change);
            }
        }
        if (!changes.isEmpty()) {
            send(flight, changes);
        }
        return changes;
    }

    private void send(Flight flight, List<Command.Change> changes) {
        Sent carrier =
                new Sent(flight, changes.stream().map(Command.Change::target).toList());
        sent.add(carrier);
        // Only now, and without memory for anything: what is in neither of them is never proposed again.
        for (String target : carrier.targets) {
            due.remove(target);
            Waiting of = waiting.get(target);
            if (of != null) {
                of.sent = carrier;
            }
        }
    }

    /** What was lost, or refused in a way that says nothing of the changes. */
    private void takeBack(long nanos) {
        Iterator<Sent> each = sent.iterator();
        while (each.hasNext()) {
            Sent carrier = each.next();
            if (carrier.flight.isOver(nanos)) {
                for (String target : carrier.targets) {
                    Waiting of = waiting.get(target);
                    if (of != null && of.sent == carrier) {
                        due.add(target);
                        of.sent = null;
                    }
                }
                each.remove();
            }
        }
    }

    private void takeFromBacklogs(ClusterState state) {
        Iterator<Map.Entry<Integer, Set<String>>> each = backlogs.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Integer, Set<String>> next = each.next();
            if (!state.partition(next.getKey()).hasBacklog()) {
                for (String target : next.getValue()) {
                    Waiting of = waiting.get(target);
                    if (of != null && of.sent == null) {
                        due.add(target);
                    }
                }
                each.remove();
            }
        }
    }

    /** What is committed of the target; null if that is not what the changes were found after. */
    private @Nullable TargetEntry entry(ClusterState state, String target, Waiting of) {
        Partition partition = state.partitionOf(target);
        TargetEntry entry = partition.target(target);
        boolean fits = entry != null
                && partition.isOwnedBy(member)
                && of.isAbout(partition.epoch(), entry.sequence())
                && of.found.getFirst().to() != entry.state();
        return fits ? entry : null;
    }

    private static Command.Change change(String target, TargetEntry entry, Waiting of, long nanos) {
        Found first = of.found.getFirst();
        return new Command.Change(
                target,
                entry.state(),
                first.to(),
                of.after,
                of.epoch,
                new Command.Finding(age(nanos - first.earliest()), age(nanos - first.latest()), first.evidence()));
    }

    /** What a command may hold. */
    private static long age(long nanos) {
        return Math.max(0, Math.min(nanos, Limits.NANOS));
    }

    /** After each command that was applied. */
    void applied(Applied applied) {
        if (applied.command() instanceof Command.ReportChanges report
                && report.member().equals(member)) {
            for (int i = 0; i < report.changes().size(); i++) {
                decided(report.changes().get(i), applied.decisions().get(i));
            }
        }
    }

    /** A copy of an older proposal says nothing of what waits now. */
    private void decided(Command.Change change, Decision decision) {
        String target = change.target();
        Waiting of = waiting.get(target);
        if (of == null || !of.isAbout(change.epoch(), change.after())) {
            return;
        }
        CommittedChange committed = decision.change();
        if (committed != null) {
            of.found.removeFirst();
            of.after = committed.id().sequence();
        } else if (decision.refusal() == Refusal.NEEDS_AGREEMENT || decision.refusal() == Refusal.NO_CHANGE) {
            // Nor would it be accepted later.
            of.found.removeFirst();
            dropped++;
        }
        if (of.found.isEmpty()) {
            waiting.remove(target);
            due.remove(target);
        } else if (decision.refusal() == Refusal.BACKLOG) {
            // There is room again only once something was announced.
            backlogs.computeIfAbsent(PartitionHash.partition(target), partition -> new HashSet<>())
                    .add(target);
            due.remove(target);
        } else {
            due.add(target);
        }
        decided(of);
    }

    private void decided(Waiting of) {
        Sent carrier = of.sent;
        of.sent = null;
        if (carrier != null) {
            carrier.undecided--;
            if (carrier.undecided == 0) {
                sent.remove(carrier);
            }
        }
    }

    /**
     * Whether a change of the target was found that was not decided on.
     *
     * @param state what is committed; what was found before another term of its owner does not wait any more
     */
    boolean isWaiting(ClusterState state, String target) {
        Waiting of = waiting.get(target);
        return of != null && entry(state, target, of) != null;
    }

    /**
     * As of when the state before a change was confirmed, for a target that {@linkplain #isWaiting waits}.
     *
     * @return nanoseconds of this member's monotonic clock
     */
    long confirmedAt(String target) {
        return Objects.requireNonNull(waiting.get(target), target)
                .found
                .getFirst()
                .earliest();
    }

    /** How many changes were found here and will not be proposed any more. */
    long dropped() {
        return dropped;
    }
}
