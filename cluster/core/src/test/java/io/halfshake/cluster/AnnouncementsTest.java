package io.halfshake.cluster;

import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static io.halfshake.monitor.TargetState.DOWN;
import static io.halfshake.monitor.TargetState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Announcements.Scope;
import io.halfshake.monitor.TargetState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AnnouncementsTest {
    private final StateFixture fixture = StateFixture.of("a", "b");
    private final ClusterState state = fixture.state();
    private final String owner = fixture.owner();
    private final String other = owner.equals("a") ? "b" : "a";
    private final Announcements owners = following(owner, Scope.OWNER);
    private final Announcements others = following(other, Scope.OWNER);
    private final Announcements everywhere = following(other, Scope.EVERYWHERE);

    private Announcements following(String member, Scope scope) {
        Announcements announcements = new Announcements(member, incarnation(member), scope);
        announcements.restored(state);
        return announcements;
    }

    private static long incarnation(String member) {
        return member.equals("a") ? 1 : 2;
    }

    private void apply(Command command) {
        Applied applied = fixture.applied(command);
        assertThat(applied.decisions()).allMatch(Decision::isAccepted);
        for (Announcements each : List.of(owners, others, everywhere)) {
            each.applied(state, applied);
        }
    }

    private CommittedChange change(TargetState to) {
        apply(fixture.report(to));
        List<CommittedChange> pending =
                new ArrayList<>(state.partition(PARTITION).pending());
        return pending.get(pending.size() - 1);
    }

    private void give(String member) {
        apply(new Command.Assign(fixture.time(), state.epoch(), List.of(new Command.Move(PARTITION, member))));
    }

    private static List<CommittedChange> all(Announcements from) {
        List<CommittedChange> changes = new ArrayList<>();
        for (CommittedChange next = from.next(); next != null; next = from.next()) {
            changes.add(next);
        }
        return changes;
    }

    @Test
    void change_isAnnouncedByItsOwnerOrEverywhere() {
        CommittedChange change = change(UP);

        assertThat(all(owners)).containsExactly(change);
        assertThat(all(others)).isEmpty();
        assertThat(all(everywhere)).containsExactly(change);
        assertThat(all(owners)).as("once").isEmpty();
    }

    @Test
    void refusedChange_isNotAnnounced() {
        Command.ReportChanges report = fixture.report(UP);
        apply(report);
        Applied refused = fixture.applied(report);
        owners.applied(state, refused);

        assertThat(all(owners)).hasSize(1);
    }

    @Test
    void successor_repeatsWhatWasNotMarked() {
        CommittedChange first = change(UP);
        CommittedChange second = change(DOWN);
        assertThat(all(owners)).containsExactly(first, second);
        owners.delivered(first);
        apply(new Command.Announced(fixture.time(), owners.marks(state)));

        give(other);

        assertThat(all(others)).containsExactly(second);
        assertThat(all(owners)).isEmpty();
    }

    @Test
    void successor_announcesWhatCameAfterInOrder() {
        CommittedChange first = change(UP);
        give(other);
        CommittedChange second = change(DOWN);

        assertThat(all(others)).containsExactly(first, second);
        assertThat(all(owners)).as("lost with the partition").isEmpty();
    }

    @Test
    void ownerThatReturns_beginsWithWhatIsPending() {
        CommittedChange change = change(UP);
        give(other);
        give(owner);

        assertThat(all(owners)).containsExactly(change);
        assertThat(all(others)).isEmpty();
    }

    @Test
    void marks_nameWhatWasDeliveredWithAllBefore() {
        CommittedChange first = change(UP);
        CommittedChange second = change(DOWN);
        assertThat(all(owners)).hasSize(2);
        assertThat(owners.marks(state)).isEmpty();

        owners.delivered(second);
        assertThat(owners.marks(state)).as("the first is missing").isEmpty();

        owners.delivered(first);
        List<Command.Mark> marks = owners.marks(state);
        assertThat(marks)
                .containsExactly(new Command.Mark(PARTITION, second.id().sequence()));
        assertThat(owners.marks(state)).as("until it was accepted").isEqualTo(marks);

        apply(new Command.Announced(fixture.time(), marks));
        assertThat(owners.marks(state)).isEmpty();
        assertThat(state.partition(PARTITION).pending()).isEmpty();
    }

    @Test
    void delivery_thatReturnsAfterTheLossOfThePartition_marksNothing() {
        CommittedChange change = change(UP);
        assertThat(all(owners)).hasSize(1);
        give(other);

        owners.delivered(change);

        assertThat(owners.marks(state)).isEmpty();
        assertThat(all(others)).containsExactly(change);
    }

    @Test
    void nothing_isAnnouncedBeforeTheMemberHasJoined() {
        CommittedChange before = change(UP);
        Announcements own = new Announcements("c", 3, Scope.OWNER);
        Announcements all = new Announcements("c", 3, Scope.EVERYWHERE);
        own.restored(state);
        all.restored(state);
        assertThat(all(own)).isEmpty();
        assertThat(all(all)).isEmpty();

        fixture.join("c", 3);
        fixture.give(PARTITION, "c");
        own.restored(state);
        all.restored(state);
        assertThat(all(own)).as("pending").containsExactly(before);
        assertThat(all(all)).as("accepted before it joined").isEmpty();

        Applied applied = fixture.applied(fixture.report(DOWN));
        own.applied(state, applied);
        all.applied(state, applied);
        assertThat(all(own)).hasSize(1);
        assertThat(all(all)).hasSize(1);
    }

    @Test
    void restartedMember_announcesOnlyAsItsNewProcess() {
        CommittedChange change = change(UP);
        Announcements next = new Announcements(owner, 77, Scope.OWNER);
        next.restored(state);
        assertThat(all(next)).as("before it has joined").isEmpty();

        apply(new Command.Join(fixture.time(), owner, "", 77, 1, state.epoch()));
        next.restored(state);

        assertThat(all(owners)).as("the process before").isEmpty();
        assertThat(all(next)).containsExactly(change);
    }

    @Test
    void snapshot_bringsWhatWasMissed() {
        CommittedChange first = change(UP);
        assertThat(all(owners)).containsExactly(first);
        assertThat(all(everywhere)).containsExactly(first);
        // Neither sees this one.
        CommittedChange second = fixture.acceptChange(fixture.report(DOWN));

        owners.restored(state);
        everywhere.restored(state);

        assertThat(all(owners)).containsExactly(second);
        assertThat(all(everywhere)).containsExactly(second);
    }

    @Test
    void changesOfARemovedTarget_areAnnounced() {
        CommittedChange change = change(UP);
        apply(new Command.RemoveTargets(fixture.time(), state.index(), List.of(TARGET)));
        give(other);

        assertThat(all(others)).containsExactly(change);
    }

    @Test
    void everywhere_skipsWhatWasReversedWhereNothingIsTaken() {
        List<CommittedChange> changes = new ArrayList<>(List.of(change(UP)));
        for (int i = 0; i < 50; i++) {
            changes.add(change(DOWN));
            changes.add(change(UP));
        }
        CommittedChange last = change(DOWN);

        List<CommittedChange> announced = all(everywhere);
        assertThat(announced).hasSizeLessThanOrEqualTo(SkippingQueue.MAX_OF_A_TARGET);
        assertThat(announced).first().isEqualTo(changes.get(0));
        assertThat(announced).last().isEqualTo(last);
        for (int i = 1; i < announced.size(); i++) {
            assertThat(announced.get(i).from()).isEqualTo(announced.get(i - 1).to());
        }
        assertThat(all(owners)).as("each once in the cluster").hasSize(changes.size() + 1);
    }

    @Test
    void everywhere_skipsTheOldestOfATargetThatIsAddedAgainAndAgain() {
        for (int i = 0; i < 50; i++) {
            change(UP);
            fixture.remove(TARGET);
            fixture.add(TARGET);
        }
        CommittedChange last = change(UP);

        List<CommittedChange> announced = all(everywhere);
        assertThat(announced).hasSize(SkippingQueue.MAX_OF_A_TARGET).last().isEqualTo(last);
    }

    @Test
    void everywhere_takesTargetsInTurn() {
        fixture.add("web:443");
        CommittedChange first = change(UP);
        CommittedChange third = change(DOWN);
        apply(new Command.ReportChanges(
                fixture.time(),
                Objects.requireNonNull(state.partitionOf("web:443").owner()),
                List.of(new Command.Change(
                        "web:443",
                        TargetState.UNKNOWN,
                        UP,
                        Objects.requireNonNull(state.target("web:443")).sequence(),
                        state.partitionOf("web:443").epoch(),
                        StateFixture.FOUND))));

        CommittedChange taken = everywhere.next();
        assertThat(taken).isEqualTo(first);
        everywhere.giveBack(first);
        assertThat(all(everywhere))
                .hasSize(3)
                .extracting(change -> change.id().target())
                .containsExactly("web:443", TARGET, TARGET);
        assertThat(third.from()).isEqualTo(UP);
    }

    @Test
    void everywhere_announcesWhatWasAcceptedBeforeItWasMissedOnceItHasReturned() {
        CommittedChange change = change(UP);
        long joined = Objects.requireNonNull(state.member(other)).epoch();
        apply(new Command.Leave(fixture.time(), other, joined, false));
        assertThat(everywhere.next()).isNull();

        apply(new Command.Join(fixture.time(), other, "", incarnation(other), 1, state.epoch()));
        assertThat(all(everywhere)).containsExactly(change);
    }
}
