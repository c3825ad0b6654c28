package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.monitor.TargetState;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClusterStateMembersTest {
    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();

    private void refuses(Refusal expected, Command command) {
        byte[] before = withoutIndex();

        assertThat(fixture.decision(command)).isEqualTo(Decision.refused(expected));

        assertThat(withoutIndex()).as("state after a refusal").isEqualTo(before);
    }

    /** That of a copy which is at another index. */
    private byte[] withoutIndex() {
        ClusterState copy;
        try {
            copy = SnapshotFormat.read(SnapshotFormat.write(state));
        } catch (FormatException e) {
            throw new AssertionError(e);
        }
        copy.restore(0, state.time(), state.epoch(), state.declaredAt());
        return SnapshotFormat.write(copy);
    }

    private Command.Join join(String member, long incarnation, long epoch) {
        return new Command.Join(fixture.time(), member, "", incarnation, 1, epoch);
    }

    @Test
    void join_addsTheMemberWithoutPartitions() {
        long before = state.epoch();

        fixture.accept(join("c", 3, before));

        assertThat(state.member("c")).isEqualTo(new Member("c", "", 3, before + 1, 1, false, Bytes.EMPTY));
        assertThat(state.epoch()).isEqualTo(before + 1);
        assertThat(state.partition(PARTITION).isOwnedBy("c")).isFalse();
    }

    @Test
    void join_ofAnOldTable_isRefused() {
        refuses(Refusal.STALE_EPOCH, join("c", 3, state.epoch() - 1));
    }

    @Test
    void join_twice_isRefused() {
        refuses(Refusal.NO_CHANGE, join("a", 1, state.epoch()));
    }

    @Test
    void join_ofOneMoreThanThereMayBe_isRefused() {
        for (int i = 2; i < Limits.MEMBERS; i++) {
            fixture.join("m" + i, i + 1);
        }

        refuses(Refusal.FULL, join("one more", 999, state.epoch()));
        fixture.accept(join("a", 999, state.epoch()));
    }

    @Test
    void join_ofARestartedMember_keepsItsPartitionsInANewEpoch() {
        String owner = fixture.owner();
        Command.ReportChanges before = fixture.report(TargetState.UP);

        fixture.join(owner, 77);

        assertThat(state.partition(PARTITION).owner()).isEqualTo(owner);
        assertThat(state.partition(PARTITION).epoch()).isEqualTo(state.epoch());
        refuses(Refusal.STALE_EPOCH, before);
    }

    @Test
    void drain_marksTheMember() {
        long before = state.epoch();

        fixture.accept(new Command.Drain(fixture.time(), "a", 1));

        assertThat(state.member("a")).isEqualTo(new Member("a", "zone of a", 1, 1, 1, true, Bytes.EMPTY));
        assertThat(state.epoch()).isEqualTo(before + 1);
        refuses(Refusal.NO_CHANGE, new Command.Drain(fixture.time(), "a", 1));
    }

    @Test
    void drainOrLeave_ofOneThatHasJoinedAnewOrAStranger_isRefused() {
        refuses(Refusal.NOT_A_MEMBER, new Command.Drain(fixture.time(), "c", 3));
        refuses(Refusal.JOINED_ANEW, new Command.Drain(fixture.time(), "a", 3));
        refuses(Refusal.NOT_A_MEMBER, new Command.Leave(fixture.time(), "c", 3, false));
        refuses(Refusal.JOINED_ANEW, new Command.Leave(fixture.time(), "a", 3, false));
    }

    /** Also if it is the same process: it was cut off, removed, and is back. */
    @Test
    void drainOrLeave_thatArrivesAgainWhenTheMemberHasReturned_isRefused() {
        Command.Drain drain = new Command.Drain(fixture.time(), "a", 1);
        Command.Leave leave = new Command.Leave(fixture.time(), "a", 1, false);
        fixture.accept(drain);
        fixture.accept(leave);
        fixture.join("a", 1);

        refuses(Refusal.JOINED_ANEW, drain);
        refuses(Refusal.JOINED_ANEW, leave);
    }

    private Command.Declare declare(String member, long epoch, int digest) {
        return new Command.Declare(fixture.time(), member, epoch, Bytes.copyOf(new byte[] {(byte) digest}));
    }

    @Test
    void declare_isKeptWithTheMemberInTheSameEpoch() {
        long before = state.epoch();

        fixture.accept(declare("a", 1, 7));

        Bytes digest = Bytes.copyOf(new byte[] {7});
        assertThat(state.member("a")).isEqualTo(new Member("a", "zone of a", 1, 1, 1, false, digest));
        assertThat(state.epoch()).isEqualTo(before);
        fixture.accept(new Command.Drain(fixture.time(), "a", 1));
        assertThat(state.member("a")).isEqualTo(new Member("a", "zone of a", 1, 1, 1, true, digest));
        fixture.accept(declare("a", 1, 8));
        assertThat(state.member("a"))
                .isEqualTo(new Member("a", "zone of a", 1, 1, 1, true, Bytes.copyOf(new byte[] {8})));
    }

    @Test
    void declare_ofTheSameAgainOrByAStrangerOrBeforeJoiningAnew_isRefused() {
        fixture.accept(declare("a", 1, 7));

        refuses(Refusal.NO_CHANGE, declare("a", 1, 7));
        refuses(Refusal.NOT_A_MEMBER, declare("c", 3, 7));
        refuses(Refusal.JOINED_ANEW, declare("b", 1, 7));
        refuses(Refusal.NO_CHANGE, new Command.Declare(fixture.time(), "b", 2, Bytes.EMPTY));
    }

    /** Also if it is the same process: what it declared may have been decided on without it. */
    @Test
    void join_anew_forgetsWhatWasDeclared() {
        Command.Declare late = declare("a", 1, 8);
        fixture.accept(declare("a", 1, 7));

        fixture.join("a", 77);

        assertThat(Objects.requireNonNull(state.member("a")).declared()).isEqualTo(Bytes.EMPTY);
        refuses(Refusal.JOINED_ANEW, late);
        fixture.accept(declare("a", state.epoch(), 7));
        fixture.accept(new Command.Leave(fixture.time(), "a", state.epoch(), false));
        fixture.join("a", 77);
        assertThat(Objects.requireNonNull(state.member("a")).declared()).isEqualTo(Bytes.EMPTY);
    }

    /** The member that planned it did not know of a list that may have the target. */
    @Test
    void declare_outdatesRemovalsThatWerePlannedBefore() {
        Command.RemoveTargets before =
                new Command.RemoveTargets(fixture.time(), state.index(), List.of(StateFixture.TARGET));
        fixture.accept(declare("b", 2, 7));

        refuses(Refusal.STALE_STATE, before);
        fixture.accept(declare("a", 1, 7));
        Command.RemoveTargets after =
                new Command.RemoveTargets(fixture.time(), state.index(), List.of(StateFixture.TARGET));
        assertThat(fixture.decision(declare("a", 1, 7))).isEqualTo(Decision.refused(Refusal.NO_CHANGE));
        fixture.accept(after);
    }

    @Test
    void leave_leavesPartitionsWithoutAnOwner() {
        String owner = fixture.owner();
        Command.ReportChanges before = fixture.report(TargetState.UP);

        fixture.accept(new Command.Leave(fixture.time(), owner, owner.equals("a") ? 1 : 2, false));

        assertThat(state.members()).hasSize(1);
        assertThat(state.partition(PARTITION).owner()).isNull();
        refuses(Refusal.NOT_OWNER, before);
    }

    @Test
    void leave_ofOneThatWasToBeDrainedFirst_isRefusedWhileItOwnsPartitions() {
        refuses(Refusal.OWNS_PARTITIONS, new Command.Leave(fixture.time(), "a", 1, true));

        fixture.assign("b");

        fixture.accept(new Command.Leave(fixture.time(), "a", 1, true));
    }

    @Test
    void assign_movesInANewEpochWhatIsNamedAndNothingElse() {
        int other = PARTITION == 0 ? 1 : 0;
        long otherEpoch = state.partition(other).epoch();
        String to = fixture.owner().equals("a") ? "b" : "a";

        fixture.give(PARTITION, to);

        assertThat(state.partition(PARTITION).owner()).isEqualTo(to);
        assertThat(state.partition(PARTITION).epoch()).isEqualTo(state.epoch());
        assertThat(state.partition(other).epoch()).isEqualTo(otherEpoch);
    }

    @Test
    void partition_isHandedOverByAMemberThatIsThereStill() {
        fixture.assign("a");
        fixture.give(PARTITION, "b");
        assertThat(state.partition(PARTITION).isHandedOver()).isTrue();

        long epoch = Objects.requireNonNull(state.member("b")).epoch();
        fixture.accept(new Command.Leave(fixture.time(), "b", epoch, false));
        fixture.give(PARTITION, "a");
        assertThat(state.partition(PARTITION).isHandedOver()).as("b was lost").isFalse();

        fixture.join("b", 2);
        fixture.give(PARTITION, "b");
        assertThat(state.partition(PARTITION).isHandedOver()).isTrue();
        fixture.join("b", 3);
        assertThat(state.partition(PARTITION).isHandedOver())
                .as("by another process of that name")
                .isFalse();
    }

    @Test
    void assign_isRefusedAsAWhole() {
        String owner = fixture.owner();
        String to = owner.equals("a") ? "b" : "a";
        int next = (PARTITION + 1) % PartitionHash.PARTITIONS;
        Command.Move good = new Command.Move(PARTITION, to);

        refuses(Refusal.STALE_EPOCH, new Command.Assign(fixture.time(), state.epoch() - 1, List.of(good)));
        refuses(Refusal.NO_CHANGE, new Command.Assign(fixture.time(), state.epoch(), List.of()));
        refuses(
                Refusal.NOT_A_MEMBER,
                new Command.Assign(fixture.time(), state.epoch(), List.of(good, new Command.Move(next, "c"))));
        refuses(
                Refusal.NO_CHANGE,
                new Command.Assign(fixture.time(), state.epoch(), List.of(good, new Command.Move(next, to))));
    }

    @Test
    void configure_needsAMajorityOfTheWatchers() {
        refuses(Refusal.NO_CHANGE, new Command.Configure(fixture.time(), 1, 1));
        refuses(Refusal.NOT_POSSIBLE, new Command.Configure(fixture.time(), 0, 0));
        refuses(Refusal.NOT_POSSIBLE, new Command.Configure(fixture.time(), 2, 1));
        refuses(Refusal.NOT_POSSIBLE, new Command.Configure(fixture.time(), 2, 3));

        fixture.accept(new Command.Configure(fixture.time(), 3, 2));

        assertThat(state.watchers()).isEqualTo(3);
        assertThat(state.agree()).isEqualTo(2);
    }

    @Test
    void allWell_speaksOfPartitionsThatTheMemberHadByThen() {
        String owner = fixture.owner();
        int lost = PARTITION;
        int kept = (PARTITION + 2) % PartitionHash.PARTITIONS;
        long before = state.epoch();
        fixture.give(lost, owner.equals("a") ? "b" : "a");
        fixture.give(lost, owner);

        fixture.time(5_000);
        fixture.accept(new Command.AllWell(5_000, owner, before, 300));

        assertThat(state.partition(kept).wellAsOf()).isEqualTo(4_700);
        assertThat(state.partition(lost).wellAsOf()).isEqualTo(Partition.NEVER);
        assertThat(state.partition((PARTITION + 1) % PartitionHash.PARTITIONS).wellAsOf())
                .as("another's")
                .isEqualTo(Partition.NEVER);
    }

    @Test
    void allWell_neverGoesBack() {
        fixture.time(5_000);
        fixture.accept(new Command.AllWell(5_000, fixture.owner(), state.epoch(), 300));
        fixture.accept(new Command.AllWell(4_000, fixture.owner(), state.epoch(), 0));

        assertThat(state.partition(PARTITION).wellAsOf()).isEqualTo(4_700);
        refuses(Refusal.NOT_A_MEMBER, new Command.AllWell(5_000, "c", state.epoch(), 0));
    }

    @Test
    void time_isTheHighestThatACommandCarried() {
        fixture.time(9_000);
        fixture.accept(join("c", 3, state.epoch()));
        fixture.time(8_000);
        fixture.accept(join("d", 4, state.epoch()));

        assertThat(state.time()).isEqualTo(9_000);
    }

    @Test
    void garbage_isRefusedAndCounted() {
        long index = state.index();

        Applied applied = fixture.applied(new byte[] {1});

        assertThat(applied.command()).isNull();
        assertThat(applied.decisions()).containsExactly(Decision.refused(Refusal.MALFORMED));
        assertThat(state.index()).isEqualTo(index + 1);
        assertThat(state.refusals()).containsEntry(Refusal.MALFORMED, 1L);
    }

    @Test
    void anyBytes_leadToDecisions() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] content = new byte[2 + random.nextInt(30)];
            random.nextBytes(content);
            content[0] = 1;
            content[1] = (byte) (1 + random.nextInt(11));

            assertThat(fixture.applied(content).decisions()).doesNotContainNull();
        }
        assertThat(state.index()).isGreaterThan(5_000);
    }

    /** It replays the log of newer members: were it to refuse what they accept, its state would be another one. */
    @Test
    void versionThatAllMembersKnowButThisProcess_isNotPassedOver() {
        StateFixture newer = new StateFixture();
        newer.accept(new Command.Join(newer.time(), "a", "", 1, CommandFormat.VERSION + 1, 0));
        byte[] command = CommandFormat.encode(new Command.Drain(newer.time(), "a", 1));
        command[0] = CommandFormat.VERSION + 1;

        assertThatThrownBy(() -> newer.applied(command))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("version: 2 (expected 1 to 1; ");
        assertThat(newer.state().index()).isEqualTo(1);
    }

    @Test
    void format_isTheLowestOfAllMembers() {
        fixture.accept(new Command.Join(fixture.time(), "newer", "", 3, 9, state.epoch()));

        assertThat(state.format()).isEqualTo(1);
        assertThat(new ClusterState().format()).isEqualTo(1);
    }
}
