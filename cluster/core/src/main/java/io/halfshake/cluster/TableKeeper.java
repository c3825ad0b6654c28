package io.halfshake.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the leader proposes about members and the table: it removes members that the log does not see any more, lets
 * those go that have been drained, and gives each partition an owner. What it proposes by an old table is refused.
 *
 * <p>For one thread at a time.
 */
final class TableKeeper {
    /** Until the log of the leader sees a member that has just joined. */
    static final long JOINING = Duration.ofSeconds(4).toNanos();

    private final int step;
    private final long stableNanos;

    /** A member since it joined, whatever it declares or wishes meanwhile. */
    private record Term(String member, long epoch) {
        static Term of(Member member) {
            return new Term(member.name(), member.epoch());
        }
    }

    /** Since when each member is in the table and not in the view. */
    private final Map<Term, Long> absentSince = new HashMap<>();

    /** Those that were in the view since they have joined. */
    private final Set<Term> seen = new HashSet<>();

    private Set<String> lastView = Set.of();
    private long viewSince;
    private boolean hasView;

    /**
     * Of a member that is the leader or will be.
     *
     * @param step how many partitions are taken from their owners at a time
     * @param stableNanos how long a view has to last before it is acted on
     */
    TableKeeper(int step, long stableNanos) {
        this.step = step;
        this.stableNanos = stableNanos;
    }

    /**
     * What to propose now. To be called again and again, also while this member is not the leader, so that a view is
     * not taken for old because it was not looked at.
     *
     * @param state what is committed
     * @param view the members that the log takes for alive
     * @param nanos the present, by this member's monotonic clock
     * @param time the present, by the cluster's time
     */
    List<Command> next(ClusterState state, Set<String> view, long nanos, long time) {
        if (!hasView || !view.equals(lastView)) {
            hasView = true;
            lastView = Set.copyOf(view);
            viewSince = nanos;
        }
        noteAbsent(state, view, nanos);
        if (nanos - viewSince < stableNanos) {
            return List.of();
        }
        List<Command> leaves = leaves(state, nanos, time);
        if (!leaves.isEmpty()) {
            return leaves;
        }
        List<Command.Move> moves = TablePlanner.plan(state, step);
        return moves.isEmpty() ? List.of() : List.of(new Command.Assign(time, state.epoch(), moves));
    }

    /** One that has just joined may be in the table before it is in the view. */
    private void noteAbsent(ClusterState state, Set<String> view, long nanos) {
        Set<Term> terms = new HashSet<>();
        state.members().values().forEach(member -> terms.add(Term.of(member)));
        absentSince.keySet().removeIf(term -> view.contains(term.member()) || !terms.contains(term));
        seen.retainAll(terms);
        for (Term term : terms) {
            if (view.contains(term.member())) {
                seen.add(term);
            } else {
                absentSince.putIfAbsent(term, nanos);
            }
        }
    }

    private List<Command> leaves(ClusterState state, long nanos, long time) {
        List<Command> leaves = new ArrayList<>();
        for (Member member : state.members().values()) {
            Term term = Term.of(member);
            Long since = absentSince.get(term);
            boolean isGone = since != null && nanos - since >= (seen.contains(term) ? stableNanos : JOINING);
            if (isGone || (member.draining() && ownsNone(state, member.name()))) {
                leaves.add(new Command.Leave(time, member.name(), member.epoch(), !isGone));
            }
        }
        return leaves;
    }

    private static boolean ownsNone(ClusterState state, String member) {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            if (state.partition(i).isOwnedBy(member)) {
                return false;
            }
        }
        return true;
    }
}
