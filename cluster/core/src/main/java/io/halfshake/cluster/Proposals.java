package io.halfshake.cluster;

import io.halfshake.cluster.spi.ClusterLog;
import io.halfshake.monitor.TargetState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The changes that this member has found and that the log has not decided on. Each waits until the one before it of the
 * same target was accepted, and is proposed again after a proposal that was lost, or while there is no quorum. Once the
 * target has another owner, or the same anew, or was changed by another way, they are dropped: the log has moved on,
 * and what is still true will be found again.
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

        private boolean isProposed;

        Waiting(long epoch, long after) {
            this.epoch = epoch;
            this.after = after;
        }

        boolean isAbout(long otherEpoch, long otherAfter) {
            return epoch == otherEpoch && after == otherAfter;
        }
    }

    private final String member;
    private final Map<String, Waiting> waiting = new HashMap<>();
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
            changes = new Waiting(partition.epoch(), entry.sequence());
            waiting.put(target, changes);
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
     * @return as many as fit into a command, and at most one change of a target; none that was returned before, unless
     *     it was decided or {@link #retry} called
     */
    List<Command.Change> next(ClusterState state, long nanos, int most) {
        List<Command.Change> changes = new ArrayList<>();
        int room = ROOM;
        Iterator<Map.Entry<String, Waiting>> each = waiting.entrySet().iterator();
        while (each.hasNext() && changes.size() < most) {
            Map.Entry<String, Waiting> next = each.next();
            Waiting of = next.getValue();
            TargetEntry entry = entry(state, next.getKey(), of);
            if (entry == null) {
                drop(of);
                each.remove();
            } else if (!of.isProposed) {
                Command.Change change = change(next.getKey(), entry, of, nanos);
                room -= CommandFormat.mostBytes(change);
                if (room < 0) {
                    return changes;
                }
                of.isProposed = true;
                changes.add(change);
            }
        }
        return changes;
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
        Waiting of = waiting.get(change.target());
        if (of == null || !of.isAbout(change.epoch(), change.after())) {
            return;
        }
        // There is room again only once something was announced.
        of.isProposed = decision.refusal() == Refusal.BACKLOG;
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
            waiting.remove(change.target());
        }
    }

    /** After a time without a decision: all that was proposed may be proposed again. A copy of it is refused. */
    void retry() {
        for (Waiting of : waiting.values()) {
            of.isProposed = false;
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

    /** Whether nothing waits. */
    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** How many changes were found here and will not be proposed any more. */
    long dropped() {
        return dropped;
    }
}
