package io.halfshake.cluster;

import io.halfshake.cluster.Opinion.Verdict;
import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** The checks of one process: what it sees of the targets that it owns or watches, and what it makes of it. */
final class SimulatedChecks {
    /** How many results in a row change a state. */
    static final int ROW = 2;

    /** How many ticks a poll has before it is opened anew. */
    private static final int PATIENCE = 5;

    /** Results of one value in a row. */
    private static final class Row {
        private final long term;
        private TargetState value = TargetState.UNKNOWN;
        private int count;
        private long firstAt;
        /** When the last result of the other value came; before that this process has not checked it. */
        private long otherAt = -1;

        private long lastAt = -1;
        private TargetState believed = TargetState.UNKNOWN;
        private long votedIn;
        private int waited;

        Row(long term) {
            this.term = term;
        }

        void see(TargetState seen, long now) {
            if (seen != value) {
                value = seen;
                count = 0;
                firstAt = now;
                otherAt = lastAt;
            }
            count++;
            lastAt = now;
        }
    }

    private final String member;
    private final Course course;
    private final Proposals proposals;
    private final ClusterTime clock;
    private final Random random;
    private final Map<String, Row> rows = new TreeMap<>();
    private final Set<String> watched = new HashSet<>();
    private long watchedEpoch = -1;
    private int watchedBy;
    private boolean isBlind;
    private boolean allWell;

    SimulatedChecks(String member, Course course, Proposals proposals, ClusterTime clock, Random random) {
        this.member = member;
        this.course = course;
        this.proposals = proposals;
        this.clock = clock;
        this.random = random;
    }

    /** Whether it is cut off from all targets, which it then takes for down. */
    void blind(boolean blind) {
        isBlind = blind;
    }

    /** Whether the last checks have confirmed the states of all targets that it owns. */
    boolean allWell() {
        return allWell;
    }

    /** One round. What it finds of its own targets goes to the proposals, and its opinions are returned. */
    List<Opinion> check(ClusterState state, long now) {
        allWell = true;
        followTable(state);
        List<Opinion> opinions = new ArrayList<>();
        for (String target : course.targets()) {
            TargetEntry entry = state.target(target);
            Partition partition = state.partitionOf(target);
            boolean owns = partition.isOwnedBy(member);
            if (entry == null || !watched.contains(target)) {
                rows.remove(target);
                continue;
            }
            Row row = rows.get(target);
            if (row == null || row.term != partition.epoch()) {
                row = new Row(partition.epoch());
                rows.put(target, row);
            }
            row.see(isBlind ? TargetState.DOWN : course.at(target, now), now);
            allWell &= !owns || (row.value == entry.state() && !proposals.isWaiting(state, target));
            boolean mayAlone =
                    state.watchers() == 1 || (entry.state() == TargetState.UNKNOWN && row.value == TargetState.UP);
            if (owns && mayAlone) {
                propose(state, target, entry, row, now);
            }
            if (state.watchers() > 1) {
                vote(state, target, entry, row, now, opinions);
            }
        }
        return opinions;
    }

    /** Computed anew only where something has changed. */
    private void followTable(ClusterState state) {
        if (state.epoch() != watchedEpoch || state.watchers() != watchedBy) {
            watchedEpoch = state.epoch();
            watchedBy = state.watchers();
            watched.clear();
            for (String target : course.targets()) {
                if (state.watchersOf(PartitionHash.partition(target)).contains(member)) {
                    watched.add(target);
                }
            }
        }
    }

    private void propose(ClusterState state, String target, TargetEntry entry, Row row, long now) {
        TargetState believed = proposals.isWaiting(state, target) ? row.believed : entry.state();
        if (row.value != believed && row.count >= (believed == TargetState.UNKNOWN ? 1 : ROW)) {
            row.believed = row.value;
            long earliest = earliest(state, target, row, now);
            proposals.add(
                    state, target, new Proposals.Found(row.value, earliest, row.firstAt, evidence(row, earliest)));
        }
    }

    private long earliest(ClusterState state, String target, Row row, long now) {
        if (row.otherAt >= 0) {
            return row.otherAt;
        }
        long known = state.knownAsOf(target);
        return known == Partition.NEVER ? row.firstAt : Math.min(row.firstAt, now - (clock.at(now) - known));
    }

    /** For the judge: whether this process has seen the change, the real moments, and after how many results. */
    private static Bytes evidence(Row row, long earliest) {
        FormatWriter out = new FormatWriter();
        out.bool(row.otherAt >= 0);
        out.signed(earliest);
        out.number(row.firstAt);
        out.number(row.count);
        return Bytes.copyOf(out.toBytes());
    }

    private void vote(ClusterState state, String target, TargetEntry entry, Row row, long now, List<Opinion> opinions) {
        Poll poll = state.partitionOf(target).poll(target);
        long earliest = earliest(state, target, row, now);
        Command.Finding found = new Command.Finding(now - earliest, now - row.firstAt, evidence(row, earliest));
        Verdict verdict = row.value == TargetState.UP ? Verdict.UP : Verdict.DOWN;
        if (poll != null && (row.votedIn != poll.number() || row.waited % 3 == 0)) {
            row.votedIn = poll.number();
            Verdict vote = random.nextInt(10) == 0 ? Verdict.CANNOT_TELL : verdict;
            opinions.add(new Opinion(target, vote, poll.number(), 0, found));
        }
        boolean disagrees = row.value != entry.state() && row.count >= ROW;
        row.waited = poll == null ? 0 : row.waited + 1;
        if (disagrees && (poll == null || row.waited % PATIENCE == 0)) {
            opinions.add(new Opinion(target, verdict, 0, poll == null ? entry.sequence() : poll.number(), found));
        }
    }
}
