package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.FOUND;
import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static io.halfshake.monitor.TargetState.DOWN;
import static io.halfshake.monitor.TargetState.UNKNOWN;
import static io.halfshake.monitor.TargetState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClusterStateChangesTest {
    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();
    private final Partition partition = state.partition(PARTITION);

    private String other() {
        return fixture.owner().equals("a") ? "b" : "a";
    }

    private Command add(String target) {
        return new Command.AddTargets(1_000, state.index(), List.of(new Command.NewTarget(target, Bytes.EMPTY)));
    }

    private Command remove() {
        return new Command.RemoveTargets(1_000, state.index(), List.of(TARGET));
    }

    private Refusal refusal(Command command) {
        Refusal refusal = fixture.decision(command).refusal();
        if (refusal == null) {
            throw new AssertionError(command + " refused");
        }
        return refusal;
    }

    @Test
    void add_beginsUnknownWithASequenceNumberOfItsOwn() {
        assertThat(fixture.entry().state()).isEqualTo(UNKNOWN);
        assertThat(fixture.entry().sequence()).isEqualTo(1);
        assertThat(fixture.entry().since()).isEqualTo(1_000);
        assertThat(refusal(add(TARGET))).isEqualTo(Refusal.DUPLICATE_TARGET);
    }

    @Test
    void add_toAFullPartition_isRefused() {
        TargetEntry entry = fixture.entry();
        for (int i = 1; i < Limits.TARGETS_OF_A_PARTITION; i++) {
            partition.put("t" + i, entry);
        }
        fixture.remove(TARGET);
        fixture.add(TARGET);
        fixture.remove(TARGET);
        partition.put("t0", entry);

        assertThat(refusal(add(TARGET))).isEqualTo(Refusal.FULL);
    }

    @Test
    void settings_areSharedByTargetsWithTheSame() {
        Bytes settings = Bytes.copyOf(new byte[] {1, 2});
        fixture.accept(new Command.AddTargets(
                1_000,
                state.index(),
                List.of(
                        new Command.NewTarget("x:1", settings),
                        new Command.NewTarget("y:1", Bytes.copyOf(new byte[] {1, 2})))));

        TargetEntry first = Objects.requireNonNull(state.target("x:1"));
        TargetEntry second = Objects.requireNonNull(state.target("y:1"));
        assertThat(first.settings()).isSameAs(second.settings());
    }

    @Test
    void change_isAcceptedWithAnIdAndItsBounds() {
        fixture.time(2_000);

        CommittedChange change = fixture.acceptChange(fixture.report(UP));

        assertThat(change.id()).isEqualTo(new ChangeId(TARGET, partition.epoch(), 2));
        assertThat(change.from()).isEqualTo(UNKNOWN);
        assertThat(change.to()).isEqualTo(UP);
        assertThat(change.at()).isEqualTo(2_000);
        assertThat(change.earliest()).isEqualTo(1_995);
        assertThat(change.latest()).isEqualTo(1_998);
        assertThat(change.evidence()).isEqualTo(FOUND.evidence());
        assertThat(fixture.entry()).isEqualTo(new TargetEntry(Bytes.EMPTY, UP, 2, 1_998, null));
        assertThat(partition.pending()).containsExactly(change);
    }

    @Test
    void down_keepsItsOutageUntilItIsUp() {
        fixture.go(UP, DOWN);

        assertThat(fixture.entry().outage()).isEqualTo(new OpenOutage(1_000, 995, 998, false, FOUND.evidence()));

        fixture.go(UP);

        assertThat(fixture.entry().outage()).isNull();
    }

    @Test
    void downAtFirst_beganUnseen() {
        fixture.go(DOWN);

        assertThat(fixture.entry().outage()).isEqualTo(new OpenOutage(1_000, 995, 998, true, FOUND.evidence()));
    }

    @Test
    void change_byAnotherThanTheOwner_isRefused() {
        assertThat(refusal(fixture.report(other(), fixture.change(UP)))).isEqualTo(Refusal.NOT_OWNER);
        assertThat(refusal(fixture.report("stranger", fixture.change(UP)))).isEqualTo(Refusal.NOT_OWNER);
    }

    @Test
    void change_ofAnEarlierTermOfTheSameOwner_isRefused() {
        String owner = fixture.owner();
        Command.ReportChanges before = fixture.report(UP);
        fixture.give(PARTITION, other());
        fixture.give(PARTITION, owner);

        assertThat(refusal(before)).isEqualTo(Refusal.STALE_EPOCH);
    }

    @Test
    void change_twice_isAcceptedOnce() {
        Command.ReportChanges report = fixture.report(UP);
        fixture.accept(report);

        assertThat(refusal(report)).isEqualTo(Refusal.STALE_STATE);
    }

    @Test
    void change_thatArrivesAgainWhenTheStateHasReturned_isRefused() {
        fixture.go(UP);
        Command.ReportChanges down = fixture.report(DOWN);
        fixture.accept(down);
        fixture.go(UP);

        assertThat(refusal(down)).isEqualTo(Refusal.STALE_STATE);
    }

    /** Of a proposer that takes the target for something else after the same change. */
    @Test
    void change_fromAnotherState_isRefused() {
        fixture.go(UP);
        Command.Change right = fixture.change(DOWN);
        Command.Change wrong =
                new Command.Change(right.target(), UNKNOWN, right.to(), right.after(), right.epoch(), right.found());

        assertThat(refusal(fixture.report(fixture.owner(), wrong))).isEqualTo(Refusal.STALE_STATE);
        assertThat(fixture.acceptChange(fixture.report(fixture.owner(), right)).to())
                .isEqualTo(DOWN);
    }

    @Test
    void change_toTheSameStateOrToUnknown_isRefused() {
        assertThat(refusal(fixture.report(UNKNOWN))).isEqualTo(Refusal.NO_CHANGE);
        fixture.go(UP);
        assertThat(refusal(fixture.report(UP))).isEqualTo(Refusal.NO_CHANGE);
        assertThat(refusal(fixture.report(UNKNOWN))).isEqualTo(Refusal.NO_CHANGE);
    }

    @Test
    void change_ofATargetThatWasRemoved_isRefused() {
        Command.ReportChanges report = fixture.report(UP);
        fixture.remove(TARGET);

        assertThat(refusal(report)).isEqualTo(Refusal.UNKNOWN_TARGET);
        assertThat(refusal(remove())).isEqualTo(Refusal.UNKNOWN_TARGET);
    }

    @Test
    void targetThatWasRemovedAndAddedAgain_hasNoIdTwiceAndTakesNoOldChange() {
        Command.ReportChanges old = fixture.report(UP);
        CommittedChange before = fixture.go(UP);
        fixture.remove(TARGET);
        fixture.add(TARGET);

        assertThat(refusal(old)).isEqualTo(Refusal.STALE_STATE);
        CommittedChange after = fixture.go(UP);
        assertThat(after.id().sequence()).isGreaterThan(before.id().sequence());
        assertThat(partition.pending()).as("the removed one's too").containsExactly(before, after);
    }

    @Test
    void remove_thatArrivesAgainWhenTheTargetIsBack_isRefused() {
        Command remove = remove();
        fixture.accept(remove);
        fixture.add(TARGET);

        assertThat(refusal(remove)).isEqualTo(Refusal.STALE_STATE);
        fixture.remove(TARGET);
    }

    @Test
    void add_thatArrivesAgainAfterTheRemoval_isRefused() {
        Command add = add("x:1");
        fixture.accept(add);
        fixture.remove("x:1");

        assertThat(refusal(add)).isEqualTo(Refusal.STALE_STATE);
        fixture.add("x:1");
    }

    @Test
    void batch_isDecidedItemByItem() {
        Command.Change good = fixture.change(UP);
        Applied applied = fixture.applied(new Command.ReportChanges(1_000, fixture.owner(), List.of(good, good)));

        assertThat(applied.decisions()).extracting(Decision::refusal).containsExactly(null, Refusal.STALE_STATE);
    }

    @Test
    void changes_areRefusedWhileTooManyWereNotAnnounced() {
        for (int i = 0; i < Limits.PENDING / 2; i++) {
            fixture.go(UP, DOWN);
        }

        assertThat(refusal(fixture.report(UP))).isEqualTo(Refusal.BACKLOG);
        fixture.accept(new Command.Announced(1_000, List.of(new Command.Mark(PARTITION, partition.sequence()))));
        fixture.go(UP);
    }

    @Test
    void mark_forgetsWhatWasAnnouncedAndNothingElse() {
        CommittedChange first = fixture.go(UP);
        CommittedChange second = fixture.go(DOWN);

        fixture.accept(new Command.Announced(
                1_000, List.of(new Command.Mark(PARTITION, first.id().sequence()))));

        assertThat(partition.pending()).containsExactly(second);
    }

    @Test
    void mark_ofWhatWasNeverAccepted_isRefused() {
        fixture.go(UP);

        assertThat(refusal(
                        new Command.Announced(1_000, List.of(new Command.Mark(PARTITION, partition.sequence() + 1)))))
                .isEqualTo(Refusal.NOT_POSSIBLE);
        assertThat(partition.pending()).hasSize(1);
    }

    @Test
    void changes_stayPendingForTheNextOwner() {
        CommittedChange change = fixture.go(UP);

        fixture.give(PARTITION, other());

        assertThat(partition.pending()).containsExactly(change);
    }

    @Test
    void knownAsOf_isTheLastChangeOrTheLastConfirmation() {
        assertThat(state.knownAsOf(TARGET)).as("of no state").isEqualTo(Partition.NEVER);
        assertThat(state.knownAsOf("x:1")).as("of no target").isEqualTo(Partition.NEVER);

        fixture.time(2_000);
        fixture.go(UP);
        assertThat(state.knownAsOf(TARGET)).isEqualTo(1_998);

        fixture.accept(new Command.AllWell(3_000, fixture.owner(), state.epoch(), 10));
        assertThat(state.knownAsOf(TARGET)).isEqualTo(2_990);

        fixture.time(4_000);
        fixture.go(DOWN);
        assertThat(state.knownAsOf(TARGET)).isEqualTo(3_998);
    }

    @Test
    void commandOfABrokenClock_movesTheTimeByAnHourAtMost() {
        long hour = Duration.ofHours(1).toNanos();
        fixture.time(Limits.NANOS);
        CommittedChange change = fixture.go(UP);
        assertThat(state.time()).isEqualTo(1_000 + hour);
        assertThat(change.at()).isEqualTo(1_000 + hour);
        assertThat(change.latest()).isEqualTo(1_000 + hour - FOUND.latestAge());
        fixture.accept(new Command.AllWell(Limits.NANOS, fixture.owner(), state.epoch(), 10));
        assertThat(state.knownAsOf(TARGET)).isEqualTo(1_000 + 2 * hour - 10);

        fixture.time(2_000 + 2 * hour);
        assertThat(fixture.go(DOWN).at()).isEqualTo(2_000 + 2 * hour);
        assertThat(state.time()).as("goes on").isEqualTo(2_000 + 2 * hour);
    }

    @Test
    void opinion_whereTheOwnerDecidesAlone_isRefused() {
        Opinion opinion =
                new Opinion(TARGET, Opinion.Verdict.DOWN, 0, fixture.entry().sequence(), FOUND);

        assertThat(refusal(new Command.ReportOpinions(1_000, fixture.owner(), List.of(opinion))))
                .isEqualTo(Refusal.NEEDS_NO_AGREEMENT);
    }
}
