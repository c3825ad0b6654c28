package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TablePlannerTest {
    private final StateFixture fixture = new StateFixture();
    private final ClusterState state = fixture.state();

    private void join(String... members) {
        for (String member : members) {
            fixture.join(member, 1);
        }
    }

    private int step(int most) {
        List<Command.Move> moves = TablePlanner.plan(state, most);
        if (!moves.isEmpty()) {
            fixture.accept(new Command.Assign(fixture.time(), state.epoch(), moves));
        }
        return moves.size();
    }

    /** How many moves there were. */
    private int settle() {
        int moves = 0;
        for (int step = step(100); step > 0; step = step(100)) {
            moves += step;
        }
        return moves;
    }

    private Map<String, Integer> shares() {
        Map<String, Integer> shares = new TreeMap<>();
        for (int i = 0; i < PartitionHash.PARTITIONS; i++) {
            shares.merge(Objects.requireNonNull(state.partition(i).owner()), 1, Integer::sum);
        }
        return shares;
    }

    private long joinedIn(String member) {
        return Objects.requireNonNull(state.member(member)).epoch();
    }

    private void drain(String member) {
        fixture.accept(new Command.Drain(fixture.time(), member, joinedIn(member)));
    }

    private void leave(String member) {
        fixture.accept(new Command.Leave(fixture.time(), member, joinedIn(member), false));
    }

    @Test
    void withoutMembers_nothingIsPlanned() {
        assertThat(TablePlanner.plan(state, 100)).isEmpty();
    }

    @Test
    void firstTable_isMadeInOneStepAndEqual() {
        join("a", "b", "c");

        assertThat(step(1)).isEqualTo(1_024);

        assertThat(shares()).isEqualTo(Map.of("a", 342, "b", 341, "c", 341));
        assertThat(TablePlanner.plan(state, 100)).isEmpty();
    }

    @Test
    void fourthMember_takesAQuarterInSteps() {
        join("a", "b", "c");
        settle();
        join("d");

        assertThat(step(100)).isEqualTo(100);
        assertThat(settle()).isEqualTo(156);

        assertThat(shares()).isEqualTo(Map.of("a", 256, "b", 256, "c", 256, "d", 256));
    }

    @Test
    void orphans_areSpreadAtOnceAndNothingElseMoves() {
        join("a", "b", "c");
        settle();
        leave("b");

        assertThat(step(1)).isEqualTo(341);

        assertThat(shares()).isEqualTo(Map.of("a", 512, "c", 512));
        assertThat(TablePlanner.plan(state, 100)).isEmpty();
    }

    @Test
    void drainingMember_isEmptiedInStepsAndGetsNothing() {
        join("a", "b", "c");
        settle();
        drain("a");

        assertThat(step(100)).isEqualTo(100);
        assertThat(shares()).containsEntry("a", 242);
        settle();

        assertThat(shares()).isEqualTo(Map.of("b", 512, "c", 512));
    }

    @Test
    void drainedAndOrphans_areInOnePlan() {
        join("a", "b", "c");
        settle();
        drain("a");
        leave("b");

        assertThat(step(10)).isEqualTo(351);

        assertThat(shares()).isEqualTo(Map.of("a", 332, "c", 692));
    }

    @Test
    void ifAllDrain_theyKeepWhatTheyHave() {
        join("a", "b");
        settle();
        drain("a");
        drain("b");

        assertThat(TablePlanner.plan(state, 100)).isEmpty();
    }
}
