package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static io.halfshake.monitor.TargetState.DOWN;
import static io.halfshake.monitor.TargetState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Proposals.Found;
import io.halfshake.monitor.TargetState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposalsTest {
    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();
    private final String owner = fixture.owner();
    private final String other = owner.equals("a") ? "b" : "a";
    private final Proposals proposals = new Proposals(owner);
    private final Flight flight = new Flight(1_000);
    private final Flight lost = new Flight(0);

    @BeforeEach
    void up() {
        fixture.go(UP);
    }

    private void found(TargetState to) {
        proposals.add(state, TARGET, new Found(to, 40, 70, Bytes.EMPTY));
    }

    private List<Command.Change> next() {
        return next(flight);
    }

    private List<Command.Change> next(Flight carrier) {
        return proposals.next(state, 100, 10, carrier);
    }

    /** As the log would. */
    private void propose(List<Command.Change> changes) {
        proposals.applied(fixture.applied(new Command.ReportChanges(fixture.time(), owner, changes)));
    }

    private TargetState committed() {
        return fixture.entry().state();
    }

    @Test
    void change_isProposedOnceWithAges() {
        found(DOWN);

        assertThat(next())
                .containsExactly(new Command.Change(
                        TARGET,
                        UP,
                        DOWN,
                        fixture.entry().sequence(),
                        state.partition(PARTITION).epoch(),
                        new Command.Finding(60, 30, Bytes.EMPTY)));
        assertThat(next()).isEmpty();
        assertThat(proposals.isWaiting(state, TARGET)).isTrue();
    }

    @Test
    void accepted_isDone() {
        found(DOWN);

        propose(next());

        assertThat(committed()).isEqualTo(DOWN);
        assertThat(proposals.isWaiting(state, TARGET)).isFalse();
        assertThat(proposals.dropped()).isZero();
    }

    @Test
    void changesOfOneTarget_areProposedOneAfterTheOther() {
        found(DOWN);
        found(UP);

        List<Command.Change> first = next();
        assertThat(first).hasSize(1);
        assertThat(next()).isEmpty();
        propose(first);
        assertThat(committed()).isEqualTo(DOWN);
        propose(next());

        assertThat(committed()).isEqualTo(UP);
        assertThat(state.partition(PARTITION).pending()).hasSize(3);
        assertThat(proposals.isWaiting(state, TARGET)).isFalse();
    }

    @Test
    void lostProposal_isRepeatedAndItsCopyChangesNothing() {
        found(DOWN);
        List<Command.Change> first = next(lost);

        List<Command.Change> again = next();
        propose(again);
        found(UP);
        List<Command.Change> up = next();
        propose(first);

        assertThat(committed()).isEqualTo(DOWN);
        assertThat(next()).as("is proposed already").isEmpty();
        propose(up);
        assertThat(committed()).isEqualTo(UP);
    }

    @Test
    void proposalThatWasTakenForLost_isDoneWhenItIsAcceptedAfterAll() {
        found(DOWN);
        List<Command.Change> late = next(lost);
        assertThat(next()).hasSize(1);

        propose(late);

        assertThat(proposals.isWaiting(state, TARGET)).isFalse();
        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isZero();
    }

    @Test
    void changesOfATargetThatMoved_areDropped() {
        found(DOWN);
        fixture.give(PARTITION, other);

        assertThat(proposals.isWaiting(state, TARGET)).isFalse();
        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changesOfATargetThatMovedAndReturned_areDropped() {
        found(DOWN);
        List<Command.Change> before = next();
        fixture.give(PARTITION, other);
        fixture.give(PARTITION, owner);

        propose(before);

        assertThat(committed()).isEqualTo(UP);
        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changesOfATargetThatAnotherHasChanged_areDropped() {
        found(DOWN);
        fixture.give(PARTITION, other);
        fixture.go(DOWN, UP);
        fixture.give(PARTITION, owner);
        found(DOWN);

        assertThat(next()).hasSize(1);
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changeOfATargetThatWasRemoved_isDropped() {
        found(DOWN);
        fixture.remove(TARGET);

        assertThat(next()).isEmpty();
        found(DOWN);
        assertThat(proposals.dropped()).isEqualTo(2);
    }

    @Test
    void changeToWhatIsCommitted_isDropped() {
        found(UP);

        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changeThatNeedsAgreement_isDropped() {
        fixture.accept(new Command.Configure(fixture.time(), 3, 2));
        found(DOWN);

        propose(next());

        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changeThatIsNeverAccepted_isDropped() {
        found(TargetState.UNKNOWN);

        propose(next());

        assertThat(next()).isEmpty();
        assertThat(proposals.dropped()).isEqualTo(1);
    }

    @Test
    void changeThatMeetsABacklog_waits() {
        while (!state.partition(PARTITION).hasBacklog()) {
            fixture.go(committed() == UP ? DOWN : UP);
        }
        TargetState before = committed();
        found(before == UP ? DOWN : UP);

        propose(next());
        assertThat(committed()).isEqualTo(before);
        assertThat(next()).as("not again at once").isEmpty();
        fixture.accept(new Command.Announced(
                fixture.time(),
                List.of(new Command.Mark(PARTITION, state.partition(PARTITION).sequence()))));
        propose(next());

        assertThat(committed()).isNotEqualTo(before);
    }

    @Test
    void tooMany_replaceTheOldestPairThatWasNotProposed() {
        for (int i = 0; i < Proposals.MAX_WAITING / 2; i++) {
            found(DOWN);
            found(UP);
        }
        found(DOWN);

        assertThat(proposals.dropped()).isEqualTo(2);
        int accepted = 0;
        for (List<Command.Change> next = next(); !next.isEmpty(); next = next()) {
            propose(next);
            accepted++;
        }
        assertThat(accepted).isEqualTo(Proposals.MAX_WAITING - 1);
        assertThat(committed()).isEqualTo(DOWN);
    }

    @Test
    void next_returnsNoMoreThanAskedFor() {
        fixture.assign(owner);
        for (int i = 0; i < 20; i++) {
            fixture.add("x" + i + ":1");
            proposals.add(state, "x" + i + ":1", new Found(UP, 1, 1, Bytes.EMPTY));
        }

        assertThat(proposals.next(state, 100, 15, flight)).hasSize(15);
        assertThat(proposals.next(state, 100, 15, flight)).hasSize(5);
    }

    @Test
    void next_returnsNoMoreThanFitsIntoACommand() {
        fixture.assign(owner);
        Bytes evidence = Bytes.copyOf(new byte[Limits.EVIDENCE_BYTES]);
        for (int i = 0; i < 1_500; i++) {
            fixture.add("x" + i + ":1");
            proposals.add(state, "x" + i + ":1", new Found(UP, 1, 1, evidence));
        }

        List<Command.Change> first = proposals.next(state, 100, Limits.ITEMS, flight);
        List<Command.Change> second = proposals.next(state, 100, Limits.ITEMS, flight);

        assertThat(first).hasSizeBetween(900, 1_020);
        assertThat(first.size() + second.size()).isEqualTo(1_500);
        propose(first);
        propose(second);
        assertThat(state.target("x1499:1")).extracting(TargetEntry::state).isEqualTo(UP);
        assertThat(proposals.next(state, 100, Limits.ITEMS, flight)).isEmpty();
    }
}
