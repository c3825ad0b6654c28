package io.halfshake.cluster;

import static io.halfshake.cluster.Decision.ACCEPTED;
import static io.halfshake.cluster.Decision.accepted;
import static io.halfshake.cluster.Decision.refused;

import io.halfshake.cluster.Opinion.Verdict;
import io.halfshake.cluster.Poll.Vote;
import io.halfshake.monitor.TargetState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides on commands about targets, their states, and what was announced of them. */
final class TargetRules {
    private final ClusterState state;

    TargetRules(ClusterState state) {
        this.state = state;
    }

    /** With a new sequence number, so that a target that was removed and added again has no id twice. */
    Decision add(Command.AddTargets add, Command.NewTarget added) {
        Partition partition = state.partitionOf(added.target());
        if (partition.target(added.target()) != null) {
            return refused(Refusal.DUPLICATE_TARGET);
        }
        if (add.index() < partition.removedAt()) {
            return refused(Refusal.STALE_STATE);
        }
        if (partition.isFull()) {
            return refused(Refusal.FULL);
        }
        Bytes settings = state.share(added.settings());
        TargetEntry entry = TargetEntry.added(settings, partition.nextSequence(), state.moment(add));
        partition.add(added.target(), entry, state.index());
        return ACCEPTED;
    }

    /** Not if a member has declared its targets since it was planned: this one may be among them. */
    Decision remove(Command.RemoveTargets remove, String target) {
        Partition partition = state.partitionOf(target);
        if (partition.target(target) == null) {
            return refused(Refusal.UNKNOWN_TARGET);
        }
        if (remove.index() < Math.max(partition.addedAt(), state.declaredAt())) {
            return refused(Refusal.STALE_STATE);
        }
        partition.remove(target, state.index());
        return ACCEPTED;
    }

    /** Only by the owner, in its present term, and only if it has seen the last change of the target. */
    Decision change(Command.ReportChanges report, Command.Change change) {
        Partition partition = state.partitionOf(change.target());
        TargetEntry entry = partition.target(change.target());
        if (!partition.isOwnedBy(report.member())) {
            return refused(Refusal.NOT_OWNER);
        }
        if (change.epoch() != partition.epoch()) {
            return refused(Refusal.STALE_EPOCH);
        }
        if (entry == null) {
            return refused(Refusal.UNKNOWN_TARGET);
        }
        if (change.from() != entry.state() || change.after() != entry.sequence()) {
            return refused(Refusal.STALE_STATE);
        }
        if (change.to() == change.from() || change.to() == TargetState.UNKNOWN) {
            return refused(Refusal.NO_CHANGE);
        }
        if (needsAgreement(change.from(), change.to())) {
            return refused(Refusal.NEEDS_AGREEMENT);
        }
        if (partition.hasBacklog()) {
            return refused(Refusal.BACKLOG);
        }
        Command.Finding found = change.found();
        return commit(
                partition,
                entry,
                change.target(),
                change.to(),
                state.moment(report),
                state.moment(report) - found.earliestAge(),
                state.moment(report) - found.latestAge(),
                found.evidence());
    }

    /** That a new target is up needs none, so that a healthy target costs one command and not four. */
    private boolean needsAgreement(TargetState from, TargetState to) {
        return state.watchers() > 1 && (from == TargetState.DOWN || to == TargetState.DOWN);
    }

    private static Decision commit(
            Partition partition,
            TargetEntry entry,
            String target,
            TargetState to,
            long at,
            long earliest,
            long latest,
            Bytes evidence) {
        ChangeId id = new ChangeId(target, partition.epoch(), partition.nextSequence());
        CommittedChange change =
                new CommittedChange(id, entry.state(), to, at, earliest, latest, evidence, entry.outage());
        partition.change(change, entry);
        return accepted(change);
    }

    /** By any member, and late: that something was announced stays true. */
    Decision announced(Command.Mark mark) {
        Partition partition = state.partition(mark.partition());
        if (mark.upTo() > partition.sequence()) {
            return refused(Refusal.NOT_POSSIBLE);
        }
        partition.announced(mark.upTo());
        return ACCEPTED;
    }

    Decision opinion(Command.ReportOpinions report, Opinion opinion) {
        if (state.watchers() == 1) {
            return refused(Refusal.NEEDS_NO_AGREEMENT);
        }
        Partition partition = state.partitionOf(opinion.target());
        TargetEntry entry = partition.target(opinion.target());
        if (entry == null) {
            return refused(Refusal.UNKNOWN_TARGET);
        }
        List<String> watchers = state.watchersOf(PartitionHash.partition(opinion.target()));
        if (!watchers.contains(report.member())) {
            return refused(Refusal.NOT_A_WATCHER);
        }
        return opinion.poll() == 0
                ? open(partition, entry, opinion)
                : vote(partition, entry, watchers, report, opinion);
    }

    /** Anew if the watcher has seen the poll that is open: its votes are old then. Otherwise that poll will do. */
    private Decision open(Partition partition, TargetEntry entry, Opinion opinion) {
        TargetState seen = state(opinion.verdict());
        Poll poll = partition.poll(opinion.target());
        if (opinion.after() != (poll == null ? entry.sequence() : poll.number())) {
            return refused(Refusal.STALE_STATE);
        }
        if (seen == null || seen == entry.state()) {
            return refused(Refusal.NO_CHANGE);
        }
        if (!needsAgreement(entry.state(), seen)) {
            return refused(Refusal.NEEDS_NO_AGREEMENT);
        }
        partition.open(opinion.target(), new Poll(partition.nextSequence()));
        return ACCEPTED;
    }

    private Decision vote(
            Partition partition,
            TargetEntry entry,
            List<String> watchers,
            Command.ReportOpinions report,
            Opinion opinion) {
        Poll poll = partition.poll(opinion.target());
        if (poll == null || poll.number() != opinion.poll()) {
            return refused(Refusal.STALE_POLL);
        }
        if (partition.hasBacklog()) {
            return refused(Refusal.BACKLOG);
        }
        Command.Finding found = opinion.found();
        Vote vote = new Vote(
                opinion.verdict(),
                state.moment(report),
                state.moment(report) - found.earliestAge(),
                state.moment(report) - found.latestAge(),
                found.evidence());
        if (!poll.vote(report.member(), vote)) {
            return refused(Refusal.STALE_VOTE);
        }
        List<Vote> down = poll.votesFor(Verdict.DOWN, watchers);
        if (down.size() >= state.agree()) {
            return decided(partition, entry, opinion.target(), TargetState.DOWN, state.moment(report), down);
        }
        List<Vote> up = poll.votesFor(Verdict.UP, watchers);
        if (up.size() >= state.agree()) {
            return decided(partition, entry, opinion.target(), TargetState.UP, state.moment(report), up);
        }
        return ACCEPTED;
    }

    /** The bounds are those in which all that agree are, and the evidence is the owner's if it agrees. */
    private static Decision decided(
            Partition partition, TargetEntry entry, String target, TargetState to, long at, List<Vote> votes) {
        if (entry.state() == to) {
            partition.close(target);
            return ACCEPTED;
        }
        long earliest = Long.MAX_VALUE;
        long latest = Long.MIN_VALUE;
        for (Vote vote : votes) {
            earliest = Math.min(earliest, vote.earliest());
            latest = Math.max(latest, vote.latest());
        }
        return commit(
                partition, entry, target, to, at, earliest, latest, votes.get(0).evidence());
    }

    private static @Nullable TargetState state(Verdict verdict) {
        return switch (verdict) {
            case UP -> TargetState.UP;
            case DOWN -> TargetState.DOWN;
            case CANNOT_TELL -> null;
        };
    }
}
