package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * The changes that this member has found and that the log has not decided on. Each waits until the one before it of the
 * same target was accepted, and is proposed again as long as it fits the committed state: after a proposal that was lost,
 * or while there is no quorum. What no longer fits is dropped, since then another member has found it, or owns the target.
 *
 * <p>For one thread at a time.
 */
final class Proposals {
    /** Of one target; further ones replace the oldest pair, a state and its end, that was not proposed yet. */
    static final int MAX_WAITING = 8;

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
        private boolean isProposed;
    }

    private final String member;
    private final Map<String, Waiting> waiting = new HashMap<>();
    private long dropped;

    Proposals(String member) {
        this.member = member;
    }

    /** A change that this member has found, after all others of the target that it has found. */
    void add(String target, Found found) {
        Waiting changes = waiting.computeIfAbsent(target, unused -> new Waiting());
        if (changes.found.size() >= MAX_WAITING) {
            dropPair(changes);
        }
        changes.found.addLast(found);
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
     * @return at most one change of a target; none that was returned before, unless it was decided or {@link #retry} called
     */
    List<Command.Change> next(ClusterState state, long nanos, int most) {
        List<Command.Change> changes = new ArrayList<>();
        Iterator<Map.Entry<String, Waiting>> each = waiting.entrySet().iterator();
        while (each.hasNext() && changes.size() < most) {
            Map.Entry<String, Waiting> entry = each.next();
            String target = entry.getKey();
            Waiting of = entry.getValue();
            if (of.isProposed) {
                continue;
            }
            TargetEntry committed = state.target(target);
            Partition partition = state.partitionOf(target);
            if (committed == null || !partition.isOwnedBy(member)) {
                dropped += of.found.size();
                each.remove();
                continue;
            }
            dropWhatIsCommitted(of, committed.state());
            Found first = of.found.peekFirst();
            if (first == null) {
                each.remove();
                continue;
            }
            of.isProposed = true;
            changes.add(new Command.Change(
                    target,
                    committed.state(),
                    first.to(),
                    committed.sequence(),
                    partition.epoch(),
                    new Command.Finding(nanos - first.earliest(), nanos - first.latest(), first.evidence())));
        }
        return changes;
    }

    private void dropWhatIsCommitted(Waiting of, TargetState committed) {
        while (!of.found.isEmpty() && of.found.getFirst().to() == committed) {
            of.found.removeFirst();
            dropped++;
        }
    }

    /** After a command was applied that this member has proposed: the items, and what became of them. */
    void decided(List<Command.Change> changes, List<Decision> decisions) {
        for (int i = 0; i < changes.size(); i++) {
            Waiting of = waiting.get(changes.get(i).target());
            if (of != null && of.isProposed) {
                of.isProposed = false;
                decided(of, changes.get(i), decisions.get(i));
            }
        }
    }

    /** It may be an older copy, and the first change another one by now. */
    private void decided(Waiting of, Command.Change change, Decision decision) {
        Found first = of.found.peekFirst();
        if (first == null || first.to() != change.to()) {
            return;
        }
        if (decision.isAccepted()) {
            of.found.removeFirst();
        } else if (decision.refusal() == Refusal.NEEDS_AGREEMENT) {
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

    /** Whether a change of the target was found that was not decided on. */
    boolean isWaiting(String target) {
        return waiting.containsKey(target);
    }

    /** How many changes were found here and will not be proposed any more. */
    long dropped() {
        return dropped;
    }
}
