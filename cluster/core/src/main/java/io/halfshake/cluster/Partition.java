package io.halfshake.cluster;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One of the 1,024 parts of the targets: its owner, and what is committed of them. Changed by the state only. */
final class Partition {
    /** Of a moment that is not known: earlier than any that is. */
    static final long NEVER = Long.MIN_VALUE;

    private @Nullable String owner;
    private boolean isHandedOver;
    private long epoch;
    private long sequence;
    private long addedAt;
    private long removedAt;
    private long wellAsOf = NEVER;
    private final NavigableMap<String, TargetEntry> targets = new TreeMap<>();
    private final Deque<CommittedChange> pending = new ArrayDeque<>(0);
    private final SortedMap<String, Poll> polls = new TreeMap<>();

    /** Null from when its owner has left until the next table. */
    @Nullable
    String owner() {
        return owner;
    }

    boolean isOwnedBy(String member) {
        return member.equals(owner);
    }

    /** Whether the owner before was another member, which was not lost when this one got it. */
    boolean isHandedOver() {
        return isHandedOver;
    }

    /** That of the table in which its owner got it, or joined anew. */
    long epoch() {
        return epoch;
    }

    /** The last that was used, by a change, a poll or a target that was added. */
    long sequence() {
        return sequence;
    }

    /** The index of the command that added its last target; 0 if there was none. */
    long addedAt() {
        return addedAt;
    }

    /** The index of the command that last removed a target; 0 if there was none. */
    long removedAt() {
        return removedAt;
    }

    /**
     * As of when all of its targets were last confirmed, in nanoseconds of the cluster's time; {@link #NEVER} if not.
     */
    long wellAsOf() {
        return wellAsOf;
    }

    /** A view, by target. */
    SortedMap<String, TargetEntry> targets() {
        return Collections.unmodifiableSortedMap(targets);
    }

    @Nullable
    TargetEntry target(String target) {
        return targets.get(target);
    }

    /** A view: what was accepted and not marked as announced, in the order of acceptance. */
    Collection<CommittedChange> pending() {
        return Collections.unmodifiableCollection(pending);
    }

    /** A view, by target: those that are undecided. */
    SortedMap<String, Poll> polls() {
        return Collections.unmodifiableSortedMap(polls);
    }

    @Nullable
    Poll poll(String target) {
        return polls.get(target);
    }

    boolean isFull() {
        return targets.size() >= Limits.TARGETS_OF_A_PARTITION;
    }

    boolean hasBacklog() {
        return pending.size() >= Limits.PENDING;
    }

    void own(@Nullable String newOwner, long newEpoch) {
        isHandedOver = owner != null && newOwner != null && !newOwner.equals(owner);
        owner = newOwner;
        epoch = newEpoch;
    }

    void restoreHandedOver(boolean wasHandedOver) {
        isHandedOver = wasHandedOver;
    }

    long nextSequence() {
        return ++sequence;
    }

    void confirm(long asOf) {
        wellAsOf = Math.max(wellAsOf, asOf);
    }

    void put(String target, TargetEntry entry) {
        targets.put(target, entry);
    }

    void add(String target, TargetEntry entry, long index) {
        put(target, entry);
        addedAt = index;
    }

    void remove(String target, long index) {
        targets.remove(target);
        polls.remove(target);
        removedAt = index;
    }

    void change(CommittedChange change, TargetEntry entry) {
        String target = change.id().target();
        targets.put(target, entry.changed(change));
        polls.remove(target);
        pending.add(change);
    }

    void open(String target, Poll poll) {
        polls.put(target, poll);
    }

    void close(String target) {
        polls.remove(target);
    }

    void closeAll() {
        polls.clear();
    }

    void forgetVotesOf(String member) {
        polls.values().forEach(poll -> poll.forget(member));
    }

    void retainVotesOf(List<String> watchers) {
        polls.values().forEach(poll -> poll.retain(watchers));
    }

    void announced(long upTo) {
        while (!pending.isEmpty() && pending.getFirst().id().sequence() <= upTo) {
            pending.removeFirst();
        }
    }

    /** For a snapshot. */
    void restore(
            long lastSequence,
            long lastAddedAt,
            long lastRemovedAt,
            long confirmedAsOf,
            Collection<CommittedChange> waiting) {
        sequence = lastSequence;
        addedAt = lastAddedAt;
        removedAt = lastRemovedAt;
        wellAsOf = confirmedAsOf;
        pending.addAll(waiting);
    }
}
