package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What all members of a cluster agree on: the members, the owners of partitions, the targets, their states and what has
 * to be announced of them. It follows from the commands of the log and from nothing else, so that it is the same on
 * every member that has applied the same of them, as {@link SnapshotFormat#write} shows.
 *
 * <p>For one thread at a time.
 */
final class ClusterState {
    /** Before the first member has joined. */
    private static final int FIRST_FORMAT = 1;

    private static final int SHARED_SETTINGS = 1_024;

    /**
     * By that much at most one command moves the time on. A member whose clock is broken, or that has an error, may
     * propose any time; without this limit a single command would end the time for all members. One that is too late
     * distorts times by an hour. After a longer time without a quorum, the first commands carry moments that are too
     * early, until there were as many as there were hours.
     */
    private static final long MAX_STEP = Duration.ofHours(1).toNanos();

    private long index;
    private long time;

    /** No command that is decided on now counts as later. */
    private long latest = MAX_STEP;

    private long epoch;
    private long declaredAt;
    private int watchers = 1;
    private int agree = 1;
    private final SortedMap<String, Member> members = new TreeMap<>();
    private final List<Partition> partitions = new ArrayList<>(PartitionHash.PARTITIONS);

    private final Map<Bytes, Bytes> shared = new HashMap<>();
    private final Map<Refusal, Long> refusals = new EnumMap<>(Refusal.class);
    private final MemberRules memberRules = new MemberRules(this);
    private final TargetRules targetRules = new TargetRules(this);

    ClusterState() {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            partitions.add(new Partition());
        }
    }

    /**
     * Applies the next command of the log.
     *
     * @param at its index, higher than any before
     * @param command as it was proposed, whatever it is
     * @return what became of it
     * @throws IllegalStateException if it is of a version that all members know and this process does not. The state is
     *     as before, and cannot go on from here
     */
    Applied apply(long at, byte[] command) {
        Applied applied = decide(at, command);
        for (Decision decision : applied.decisions()) {
            Refusal refusal = decision.refusal();
            if (refusal != null) {
                refusals.merge(refusal, 1L, Long::sum);
            }
        }
        return applied;
    }

    private Applied decide(long at, byte[] content) {
        try {
            Command command = CommandFormat.decode(content, format());
            index = at;
            latest = time + MAX_STEP;
            time = Math.max(time, moment(command));
            return new Applied(command, decisions(command));
        } catch (FormatException e) {
            index = at;
            return new Applied(null, List.of(Decision.refused(e.refusal())));
        }
    }

    private List<Decision> decisions(Command command) {
        if (command instanceof Command.Join join) {
            return List.of(memberRules.join(join));
        } else if (command instanceof Command.Drain drain) {
            return List.of(memberRules.drain(drain));
        } else if (command instanceof Command.Leave leave) {
            return List.of(memberRules.leave(leave));
        } else if (command instanceof Command.Declare declare) {
            return List.of(memberRules.declare(declare));
        } else if (command instanceof Command.Assign assign) {
            return List.of(memberRules.assign(assign));
        } else if (command instanceof Command.Configure configure) {
            return List.of(memberRules.configure(configure));
        } else if (command instanceof Command.AllWell well) {
            return List.of(memberRules.allWell(well));
        } else if (command instanceof Command.AddTargets add) {
            return each(add.targets(), target -> targetRules.add(add, target));
        } else if (command instanceof Command.RemoveTargets remove) {
            return each(remove.targets(), target -> targetRules.remove(remove, target));
        } else if (command instanceof Command.ReportChanges report) {
            return each(report.changes(), change -> targetRules.change(report, change));
        } else if (command instanceof Command.ReportOpinions report) {
            return each(report.opinions(), opinion -> targetRules.opinion(report, opinion));
        } else if (command instanceof Command.Announced announced) {
            return each(announced.marks(), targetRules::announced);
        }
        throw new AssertionError(command);
    }

    private static <T> List<Decision> each(List<T> items, Function<T, Decision> decide) {
        List<Decision> decisions = new ArrayList<>(items.size());
        for (T item : items) {
            decisions.add(decide.apply(item));
        }
        return decisions;
    }

    /** The version of the format up to which all members know it: what is newer is refused by all of them. */
    int format() {
        int lowest = Integer.MAX_VALUE;
        for (Member member : members.values()) {
            lowest = Math.min(lowest, member.format());
        }
        return members.isEmpty() ? FIRST_FORMAT : lowest;
    }

    /** That of the last command that was applied; 0 if none was. */
    long index() {
        return index;
    }

    /** See {@link ClusterTime}. */
    long time() {
        return time;
    }

    /** The time of the command that is decided on now, or as much of it as counts. */
    long moment(Command command) {
        return Math.min(command.time(), latest);
    }

    /** Of the table of partitions: higher after each command that changes the members or the owners. */
    long epoch() {
        return epoch;
    }

    /** The index of the command by which a member has last declared its targets; 0 if there was none. */
    long declaredAt() {
        return declaredAt;
    }

    /** How many members watch a target. */
    int watchers() {
        return watchers;
    }

    /** How many of them have to agree on a state. */
    int agree() {
        return agree;
    }

    /** A view, by name. */
    SortedMap<String, Member> members() {
        return Collections.unmodifiableSortedMap(members);
    }

    @Nullable
    Member member(String name) {
        return members.get(name);
    }

    Partition partition(int number) {
        return partitions.get(number);
    }

    Partition partitionOf(String target) {
        return partitions.get(PartitionHash.partition(target));
    }

    int targetCount() {
        int count = 0;
        for (Partition partition : partitions) {
            count += partition.targets().size();
        }
        return count;
    }

    /** Null if the target is not in the cluster. */
    @Nullable
    TargetEntry target(String target) {
        return partitionOf(target).target(target);
    }

    /** Which members watch the targets of a partition: only the owner, unless more than one has to agree. */
    List<String> watchersOf(int partition) {
        return Watchers.of(partition, partition(partition).owner(), members.values(), watchers);
    }

    /**
     * As of when the committed state of a target is known to have lasted; for a new owner, what comes after that was
     * not observed. The answer that it rests on may be of a check that was started earlier, by up to the timeout.
     *
     * @return nanoseconds of the cluster's time, or {@link Partition#NEVER} for a target without a state
     */
    long knownAsOf(String target) {
        Partition partition = partitionOf(target);
        TargetEntry entry = partition.target(target);
        if (entry == null || entry.state() == TargetState.UNKNOWN) {
            return Partition.NEVER;
        }
        return Math.max(partition.wellAsOf(), entry.since());
    }

    /** What was refused here since this object was made, by reason: not part of the state. */
    Map<Refusal, Long> refusals() {
        return new EnumMap<>(refusals);
    }

    // For the rules, and for snapshots.

    void put(Member member) {
        members.put(member.name(), member);
    }

    void remove(Member member) {
        members.remove(member.name());
    }

    long nextEpoch() {
        return ++epoch;
    }

    void declared() {
        declaredAt = index;
    }

    void agreement(int ofWatchers, int haveToAgree) {
        watchers = ofWatchers;
        agree = haveToAgree;
    }

    void restore(long atIndex, long atTime, long atEpoch, long lastDeclaredAt) {
        index = atIndex;
        time = atTime;
        epoch = atEpoch;
        declaredAt = lastDeclaredAt;
    }

    /** The same bytes once for many targets. */
    Bytes share(Bytes settings) {
        if (shared.size() >= SHARED_SETTINGS) {
            shared.clear();
        }
        Bytes known = shared.putIfAbsent(settings, settings);
        return known == null ? settings : known;
    }
}
