package io.halfshake.cluster;

import io.halfshake.cluster.Poll.Vote;
import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A state as bytes: the version, and then everything, in one order only. So two states are the same exactly if their
 * snapshots are.
 */
final class SnapshotFormat {
    private static final int VERSION = 2;

    private SnapshotFormat() {}

    static byte[] write(ClusterState state) {
        FormatWriter out = new FormatWriter();
        out.code(VERSION);
        out.number(state.index());
        out.number(state.time());
        out.number(state.epoch());
        out.number(state.declaredAt());
        out.number(state.watchers());
        out.number(state.agree());
        out.number(state.members().size());
        for (Member member : state.members().values()) {
            Codes.writeName(out, member.name());
            Codes.writeZone(out, member.zone());
            out.signed(member.incarnation());
            out.number(member.epoch());
            out.code(member.format());
            out.bool(member.draining());
            Codes.writeDigest(out, member.declared());
        }
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            write(out, state.partition(i));
        }
        return out.toBytes();
    }

    private static void write(FormatWriter out, Partition partition) {
        String owner = partition.owner();
        out.bool(owner != null);
        if (owner != null) {
            Codes.writeName(out, owner);
        }
        out.bool(partition.isHandedOver());
        out.number(partition.epoch());
        out.number(partition.sequence());
        out.number(partition.addedAt());
        out.number(partition.removedAt());
        out.signed(partition.wellAsOf());
        out.number(partition.targets().size());
        for (Map.Entry<String, TargetEntry> each : partition.targets().entrySet()) {
            Codes.writeTarget(out, each.getKey());
            write(out, each.getValue());
        }
        out.number(partition.pending().size());
        for (CommittedChange change : partition.pending()) {
            write(out, change);
        }
        out.number(partition.polls().size());
        for (Map.Entry<String, Poll> each : partition.polls().entrySet()) {
            Codes.writeTarget(out, each.getKey());
            write(out, each.getValue());
        }
    }

    private static void write(FormatWriter out, TargetEntry entry) {
        Codes.writeSettings(out, entry.settings());
        Codes.write(out, entry.state());
        out.number(entry.sequence());
        out.signed(entry.since());
        write(out, entry.outage());
    }

    private static void write(FormatWriter out, @Nullable OpenOutage outage) {
        out.bool(outage != null);
        if (outage != null) {
            out.signed(outage.at());
            out.signed(outage.earliest());
            out.signed(outage.latest());
            out.bool(outage.beganUnseen());
            Codes.writeEvidence(out, outage.evidence());
        }
    }

    private static void write(FormatWriter out, CommittedChange change) {
        Codes.writeTarget(out, change.id().target());
        out.number(change.id().epoch());
        out.number(change.id().sequence());
        Codes.write(out, change.from());
        Codes.write(out, change.to());
        out.signed(change.at());
        out.signed(change.earliest());
        out.signed(change.latest());
        Codes.writeEvidence(out, change.evidence());
        write(out, change.ended());
    }

    private static void write(FormatWriter out, Poll poll) {
        out.number(poll.number());
        out.number(poll.votes().size());
        for (Map.Entry<String, Vote> each : poll.votes().entrySet()) {
            Vote vote = each.getValue();
            Codes.writeName(out, each.getKey());
            Codes.write(out, vote.verdict());
            out.number(vote.at());
            out.signed(vote.earliest());
            out.signed(vote.latest());
            Codes.writeEvidence(out, vote.evidence());
        }
    }

    /**
     * Reads what {@link #write} has written.
     *
     * @return a state that goes on as that one does
     * @throws FormatException if it is no snapshot of a version that is known here
     */
    static ClusterState read(byte[] snapshot) throws FormatException {
        FormatReader in = new FormatReader(snapshot);
        int version = in.code();
        if (version != VERSION) {
            throw new FormatException(
                    Refusal.UNKNOWN_VERSION, "version of the snapshot: " + version + " (expected " + VERSION + ")");
        }
        ClusterState state = new ClusterState();
        state.restore(
                in.number(Long.MAX_VALUE),
                in.number(Limits.NANOS),
                in.number(Long.MAX_VALUE),
                in.number(Long.MAX_VALUE));
        state.agreement(in.size(Limits.MEMBERS), in.size(Limits.MEMBERS));
        int members = in.size(Limits.MEMBERS);
        for (int i = 0; i < members; i++) {
            state.put(new Member(
                    Codes.name(in),
                    in.text(Limits.NAME_BYTES),
                    in.signed(),
                    in.number(Long.MAX_VALUE),
                    in.code(),
                    in.bool(),
                    in.bytes(Limits.DIGEST_BYTES)));
        }
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            read(in, state, i);
        }
        in.requireEnd();
        return state;
    }

    private static void read(FormatReader in, ClusterState state, int number) throws FormatException {
        Partition partition = state.partition(number);
        String owner = in.bool() ? Codes.name(in) : null;
        boolean isHandedOver = in.bool();
        partition.own(owner, in.number(Long.MAX_VALUE));
        partition.restoreHandedOver(isHandedOver);
        long sequence = in.number(Long.MAX_VALUE);
        long addedAt = in.number(Long.MAX_VALUE);
        long removedAt = in.number(Long.MAX_VALUE);
        long wellAsOf = in.signed();
        int targets = in.size(Limits.TARGETS_OF_A_PARTITION);
        for (int i = 0; i < targets; i++) {
            String target = Codes.target(in);
            if (PartitionHash.partition(target) != number) {
                throw in.malformed("a target of partition " + number + " instead of " + target);
            }
            partition.put(target, entry(in, state));
        }
        int changes = in.size(Limits.PENDING);
        List<CommittedChange> pending = new ArrayList<>();
        for (int i = 0; i < changes; i++) {
            pending.add(change(in));
        }
        partition.restore(sequence, addedAt, removedAt, wellAsOf, pending);
        int polls = in.size(Limits.TARGETS_OF_A_PARTITION);
        for (int i = 0; i < polls; i++) {
            partition.open(Codes.target(in), poll(in));
        }
    }

    private static TargetEntry entry(FormatReader in, ClusterState state) throws FormatException {
        Bytes settings = state.share(in.bytes(Limits.SETTINGS_BYTES));
        TargetState is = Codes.state(in);
        long sequence = in.number(Long.MAX_VALUE);
        long since = in.signed();
        return new TargetEntry(settings, is, sequence, since, outage(in));
    }

    private static @Nullable OpenOutage outage(FormatReader in) throws FormatException {
        return in.bool()
                ? new OpenOutage(in.signed(), in.signed(), in.signed(), in.bool(), in.bytes(Limits.EVIDENCE_BYTES))
                : null;
    }

    private static CommittedChange change(FormatReader in) throws FormatException {
        ChangeId id = new ChangeId(Codes.target(in), in.number(Long.MAX_VALUE), in.number(Long.MAX_VALUE));
        return new CommittedChange(
                id,
                Codes.state(in),
                Codes.state(in),
                in.signed(),
                in.signed(),
                in.signed(),
                in.bytes(Limits.EVIDENCE_BYTES),
                outage(in));
    }

    private static Poll poll(FormatReader in) throws FormatException {
        long number = in.number(Long.MAX_VALUE);
        int size = in.size(Limits.MEMBERS);
        SortedMap<String, Vote> votes = new TreeMap<>();
        for (int i = 0; i < size; i++) {
            String member = Codes.name(in);
            votes.put(
                    member,
                    new Vote(
                            Codes.verdict(in),
                            in.number(Limits.NANOS),
                            in.signed(),
                            in.signed(),
                            in.bytes(Limits.EVIDENCE_BYTES)));
        }
        return Poll.of(number, votes);
    }
}
