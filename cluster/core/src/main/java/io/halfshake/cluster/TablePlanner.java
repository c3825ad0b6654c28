package io.halfshake.cluster;

import io.halfshake.cluster.Command.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Plans the next table: as few moves as lead to equal shares. Members keep what they have, partitions without an owner
 * are spread at once, and the rest moves in steps, once its changes are announced. Only the leader plans, and what it
 * has planned is in the command: so a later version may plan in another way.
 */
final class TablePlanner {
    private final ClusterState state;

    /** The partitions of each member that may own some, and of those that drain. */
    private final Map<String, SortedSet<Integer>> shares = new TreeMap<>();

    private final Map<String, SortedSet<Integer>> draining = new TreeMap<>();
    private final List<Move> moves = new ArrayList<>();

    private TablePlanner(ClusterState state) {
        this.state = state;
    }

    /**
     * Plans one step.
     *
     * @param step how many partitions may be taken from their owners, of all owners together; 1 or more
     * @return each partition at most once; empty if the table is as it should be
     */
    static List<Move> plan(ClusterState state, int step) {
        TablePlanner planner = new TablePlanner(state);
        planner.countShares();
        if (!planner.shares.isEmpty()) {
            planner.adoptOrphans();
            int left = planner.emptyDraining(step);
            planner.balance(left);
        }
        return List.copyOf(planner.moves);
    }

    /** If all drain there is no member to move to, and they keep what they have. */
    private void countShares() {
        boolean allDrain = state.members().values().stream().allMatch(Member::draining);
        for (Member member : state.members().values()) {
            boolean leaves = member.draining() && !allDrain;
            (leaves ? draining : shares).put(member.name(), new TreeSet<>());
        }
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            String owner = state.partition(i).owner();
            if (owner != null) {
                SortedSet<Integer> share = shares.containsKey(owner) ? shares.get(owner) : draining.get(owner);
                if (share != null) {
                    share.add(i);
                }
            }
        }
    }

    private void adoptOrphans() {
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            if (state.partition(i).owner() == null) {
                give(i, smallest());
            }
        }
    }

    /** How many of the moves are left. */
    private int emptyDraining(int step) {
        int left = step;
        for (SortedSet<Integer> share : draining.values()) {
            for (int partition : share) {
                if (left == 0) {
                    return 0;
                }
                if (isAnnounced(partition)) {
                    give(partition, smallest());
                    left--;
                }
            }
        }
        return left;
    }

    private void balance(int most) {
        for (int left = most; left > 0; left--) {
            String from = largest();
            String to = smallest();
            if (size(from) - size(to) <= 1) {
                return;
            }
            SortedSet<Integer> share = share(from);
            Optional<Integer> partition =
                    share.stream().filter(this::isAnnounced).findFirst();
            if (partition.isEmpty()) {
                return;
            }
            share.remove(partition.get());
            give(partition.get(), to);
        }
    }

    /** Otherwise the new owner would announce again what the one before it has announced and not marked. */
    private boolean isAnnounced(int partition) {
        return state.partition(partition).pending().isEmpty();
    }

    private void give(int partition, String member) {
        share(member).add(partition);
        moves.add(new Move(partition, member));
    }

    private String smallest() {
        String smallest = "";
        for (String member : shares.keySet()) {
            if (smallest.isEmpty() || size(member) < size(smallest)) {
                smallest = member;
            }
        }
        return smallest;
    }

    private String largest() {
        String largest = "";
        for (String member : shares.keySet()) {
            if (largest.isEmpty() || size(member) > size(largest)) {
                largest = member;
            }
        }
        return largest;
    }

    private int size(String member) {
        return share(member).size();
    }

    private SortedSet<Integer> share(String member) {
        return shares.getOrDefault(member, new TreeSet<>());
    }
}
