package io.halfshake.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What one member announces: changes that the log has accepted, each at least once in the cluster, in order for each
 * target. Never anything else, and nothing before the member has joined, so that the log can be replayed.
 *
 * <p>The owner of a partition announces its changes. A new owner begins with those that are not marked as announced,
 * and repeats some that the one before it has announced and not marked. What an owner has not delivered when it learns
 * that it is one no more, it leaves to the next.
 *
 * <p>For one thread at a time. After each command that was applied, {@link #applied} has to be called.
 */
final class Announcements {
    /** Which members announce a change. */
    enum Scope {
        /** The owner of its partition, and only it. */
        OWNER,
        /**
         * Every member, of what is accepted while it is a member. Nothing is marked: a member that was so far behind
         * that it is given a snapshot misses what was marked meanwhile. What listeners do not take in time is limited,
         * see {@link SkippingQueue}.
         */
        EVERYWHERE
    }

    /** In the term of which it was queued: it is dropped after that. */
    record Queued(CommittedChange change, long term) {}

    /** What this member knows of one partition. */
    private static final class Share {
        /** The epoch since which this member announces; 0 while it does not. */
        private long term;
        /** The sequence number up to which changes were queued in this term. */
        private long queuedUpTo;
        /** Those that were queued and not delivered. */
        private final SortedSet<Long> undelivered = new TreeSet<>();
    }

    private final String member;
    private final long incarnation;
    private final Scope scope;
    private final List<Share> shares = new ArrayList<>(PartitionHash.PARTITIONS);
    /** Of {@link Scope#OWNER}. The state limits what one partition may add to it. */
    private final Deque<Queued> queue = new ArrayDeque<>();

    /** Of {@link Scope#EVERYWHERE}. */
    private final SkippingQueue skipping;

    /** The partitions of which something was queued that may not be marked yet. */
    private final SortedSet<Integer> unmarked = new TreeSet<>();

    /** That of the table that {@link #shares} follow. */
    private long epoch = -1;

    private boolean isMember;

    /**
     * For a member that has not joined yet.
     *
     * @param incarnation with which it joins
     */
    Announcements(String member, long incarnation, Scope scope) {
        this.member = member;
        this.incarnation = incarnation;
        this.scope = scope;
        this.skipping = new SkippingQueue(member);
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            shares.add(new Share());
        }
    }

    /** After a command: the state with it, and what became of it. */
    void applied(ClusterState state, Applied applied) {
        if (state.epoch() != epoch) {
            restored(state);
            return;
        }
        for (Decision decision : applied.decisions()) {
            CommittedChange change = decision.change();
            if (change != null) {
                queue(change.partition(), change);
            }
        }
    }

    /** After a snapshot, or where the table may have changed. */
    void restored(ClusterState state) {
        epoch = state.epoch();
        Member self = state.member(member);
        isMember = self != null && self.incarnation() == incarnation;
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            Partition partition = state.partition(i);
            follow(i, partition, isMember ? term(partition) : 0);
        }
    }

    private long term(Partition partition) {
        if (scope == Scope.EVERYWHERE) {
            return 1;
        }
        return partition.isOwnedBy(member) ? partition.epoch() : 0;
    }

    private void follow(int number, Partition partition, long term) {
        Share share = shares.get(number);
        if (share.term != term) {
            share.term = term;
            share.undelivered.clear();
            // Everywhere, what was accepted before this member joined is past. An owner takes on what is pending.
            share.queuedUpTo = scope == Scope.EVERYWHERE ? partition.sequence() : 0;
        }
        if (term != 0) {
            for (CommittedChange change : partition.pending()) {
                queue(number, change);
            }
        }
    }

    private void queue(int number, CommittedChange change) {
        Share share = shares.get(number);
        long sequence = change.id().sequence();
        if (share.term != 0 && sequence > share.queuedUpTo) {
            Queued queued = new Queued(change, share.term);
            if (scope == Scope.OWNER) {
                share.undelivered.add(sequence);
                unmarked.add(number);
                queue.addLast(queued);
            } else {
                skipping.addLast(queued);
            }
            // Last: without memory for it, it must not be marked together with a later one.
            share.queuedUpTo = sequence;
        }
    }

    /** The next change to be announced; null if there is none now. */
    @Nullable
    CommittedChange next() {
        if (scope == Scope.EVERYWHERE) {
            // What was accepted while it was a member waits until it is one again.
            Queued next = isMember ? skipping.poll() : null;
            return next == null ? null : next.change();
        }
        while (true) {
            Queued next = queue.pollFirst();
            if (next == null) {
                return null;
            }
            if (shares.get(next.change().partition()).term == next.term()) {
                return next.change();
            }
        }
    }

    /** A change that {@link #next} gave and that was not delivered: the next one again, if it is still to be. */
    void giveBack(CommittedChange change) {
        long term = shares.get(change.partition()).term;
        if (scope == Scope.EVERYWHERE) {
            skipping.addFirst(new Queued(change, term));
        } else if (term != 0) {
            queue.addFirst(new Queued(change, term));
        }
    }

    /** After the listeners of this member have returned from a change that {@link #next} gave. */
    void delivered(CommittedChange change) {
        shares.get(change.partition()).undelivered.remove(change.id().sequence());
    }

    /**
     * What to propose, so that no successor repeats it.
     *
     * @return a mark for each partition with a change that was delivered, with all before it, and is not marked; the
     *     same again until the state has it
     */
    List<Command.Mark> marks(ClusterState state) {
        List<Command.Mark> marks = new ArrayList<>();
        Iterator<Integer> each = unmarked.iterator();
        while (each.hasNext()) {
            int number = each.next();
            Share share = shares.get(number);
            long upTo = share.undelivered.isEmpty() ? share.queuedUpTo : share.undelivered.first() - 1;
            Iterator<CommittedChange> pending =
                    state.partition(number).pending().iterator();
            if (share.term == 0 || !pending.hasNext()) {
                each.remove();
            } else if (pending.next().id().sequence() <= upTo) {
                marks.add(new Command.Mark(number, upTo));
            }
        }
        return marks;
    }
}
