package io.halfshake.cluster;

import static io.halfshake.cluster.Decision.ACCEPTED;
import static io.halfshake.cluster.Decision.refused;

import org.jspecify.annotations.Nullable;

/** Decides on commands about members and the table of partitions. */
final class MemberRules {
    private final ClusterState state;

    MemberRules(ClusterState state) {
        this.state = state;
    }

    Decision join(Command.Join join) {
        Member known = state.member(join.member());
        if (join.epoch() != state.epoch()) {
            return refused(Refusal.STALE_EPOCH);
        }
        if (known != null && known.incarnation() == join.incarnation()) {
            return refused(Refusal.NO_CHANGE);
        }
        if (known == null && state.members().size() >= Limits.MEMBERS) {
            return refused(Refusal.FULL);
        }
        long epoch = moveAll(join.member(), join.member());
        state.put(new Member(join.member(), join.zone(), join.incarnation(), epoch, join.format(), false, Bytes.EMPTY));
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            // Those of the process that had the name before.
            state.partition(i).forgetVotesOf(join.member());
        }
        retainVotesOfWatchers();
        return ACCEPTED;
    }

    Decision drain(Command.Drain drain) {
        Member member = state.member(drain.member());
        if (member == null) {
            return refused(Refusal.NOT_A_MEMBER);
        }
        if (member.epoch() != drain.epoch()) {
            return refused(Refusal.JOINED_ANEW);
        }
        if (member.draining()) {
            return refused(Refusal.NO_CHANGE);
        }
        state.put(member.drained());
        // So that no table that was planned before gives it partitions.
        state.nextEpoch();
        return ACCEPTED;
    }

    Decision declare(Command.Declare declare) {
        Member member = state.member(declare.member());
        if (member == null) {
            return refused(Refusal.NOT_A_MEMBER);
        }
        if (member.epoch() != declare.epoch()) {
            return refused(Refusal.JOINED_ANEW);
        }
        if (member.declared().equals(declare.digest())) {
            return refused(Refusal.NO_CHANGE);
        }
        state.put(member.declares(declare.digest()));
        state.declared();
        return ACCEPTED;
    }

    Decision leave(Command.Leave leave) {
        Member member = state.member(leave.member());
        if (member == null) {
            return refused(Refusal.NOT_A_MEMBER);
        }
        if (member.epoch() != leave.epoch()) {
            return refused(Refusal.JOINED_ANEW);
        }
        if (leave.drained() && ownsAny(member.name())) {
            return refused(Refusal.OWNS_PARTITIONS);
        }
        state.remove(member);
        long unused = moveAll(member.name(), null);
        retainVotesOfWatchers();
        return ACCEPTED;
    }

    private boolean ownsAny(String member) {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            if (state.partition(i).isOwnedBy(member)) {
                return true;
            }
        }
        return false;
    }

    /** In a new epoch, which it returns, also if the name stays: then it is another process, or one that was away. */
    private long moveAll(String from, @Nullable String to) {
        long epoch = state.nextEpoch();
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            if (state.partition(i).isOwnedBy(from)) {
                state.partition(i).own(to, epoch);
            }
        }
        return epoch;
    }

    /** A vote of one that watches no more does not count when it watches again: it may be old by then. */
    private void retainVotesOfWatchers() {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            Partition partition = state.partition(i);
            if (!partition.polls().isEmpty()) {
                partition.retainVotesOf(state.watchersOf(i));
            }
        }
    }

    /** All moves or none. */
    Decision assign(Command.Assign assign) {
        if (assign.epoch() != state.epoch()) {
            return refused(Refusal.STALE_EPOCH);
        }
        if (assign.moves().isEmpty()) {
            return refused(Refusal.NO_CHANGE);
        }
        for (Command.Move move : assign.moves()) {
            if (state.member(move.member()) == null) {
                return refused(Refusal.NOT_A_MEMBER);
            }
            if (state.partition(move.partition()).isOwnedBy(move.member())) {
                return refused(Refusal.NO_CHANGE);
            }
        }
        long epoch = state.nextEpoch();
        for (Command.Move move : assign.moves()) {
            state.partition(move.partition()).own(move.member(), epoch);
        }
        retainVotesOfWatchers();
        return ACCEPTED;
    }

    /** With a majority of the watchers no two states can have enough votes. */
    Decision configure(Command.Configure configure) {
        int watchers = configure.watchers();
        int agree = configure.agree();
        if (agree > watchers || 2 * agree <= watchers) {
            return refused(Refusal.NOT_POSSIBLE);
        }
        if (watchers == state.watchers() && agree == state.agree()) {
            return refused(Refusal.NO_CHANGE);
        }
        state.agreement(watchers, agree);
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            state.partition(i).closeAll();
        }
        return ACCEPTED;
    }

    Decision allWell(Command.AllWell well) {
        if (state.member(well.member()) == null) {
            return refused(Refusal.NOT_A_MEMBER);
        }
        long asOf = state.moment(well) - well.age();
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            Partition partition = state.partition(i);
            if (partition.isOwnedBy(well.member()) && partition.epoch() <= well.epoch()) {
                partition.confirm(asOf);
            }
        }
        return ACCEPTED;
    }
}
