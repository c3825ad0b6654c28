package io.halfshake.cluster;

import static io.halfshake.cluster.Opinion.Verdict.CANNOT_TELL;
import static io.halfshake.cluster.StateFixture.FOUND;
import static io.halfshake.cluster.StateFixture.PARTITION;
import static io.halfshake.cluster.StateFixture.TARGET;
import static io.halfshake.monitor.TargetState.DOWN;
import static io.halfshake.monitor.TargetState.UNKNOWN;
import static io.halfshake.monitor.TargetState.UP;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.Opinion.Verdict;
import io.halfshake.monitor.TargetState;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Four members, of which three watch a target and two have to agree. */
class ClusterStateOpinionsTest {
    private final StateFixture fixture = StateFixture.of("a", "b", "c", "d");
    private final ClusterState state = fixture.state();
    private final Partition partition = state.partition(PARTITION);

    @BeforeEach
    void configure() {
        fixture.accept(new Command.Configure(fixture.time(), 3, 2));
    }

    private String watcher(int number) {
        return state.watchersOf(PARTITION).get(number);
    }

    /** The one that does not watch. */
    private String fourth() {
        return state.members().keySet().stream()
                .filter(member -> !state.watchersOf(PARTITION).contains(member))
                .findFirst()
                .orElseThrow();
    }

    private Decision report(String member, Verdict verdict, long poll, long after, Command.Finding found) {
        Opinion opinion = new Opinion(TARGET, verdict, poll, after, found);
        return fixture.decision(new Command.ReportOpinions(fixture.time(), member, List.of(opinion)));
    }

    private Decision open(String member, Verdict verdict) {
        return report(member, verdict, 0, fixture.entry().sequence(), FOUND);
    }

    private long poll() {
        return Objects.requireNonNull(partition.poll(TARGET)).number();
    }

    private Decision vote(int watcher, Verdict verdict) {
        return report(watcher(watcher), verdict, poll(), 0, FOUND);
    }

    private void up() {
        fixture.go(UP);
    }

    private static void assertRefused(Decision decision, Refusal refusal) {
        assertThat(decision).isEqualTo(Decision.refused(refusal));
    }

    private void assertDecided(Decision decision, TargetState to) {
        CommittedChange change = Objects.requireNonNull(decision.change(), decision::toString);
        assertThat(change.to()).isEqualTo(to);
        assertThat(fixture.entry().state()).isEqualTo(to);
        assertThat(partition.poll(TARGET)).isNull();
        assertThat(partition.pending()).contains(change);
    }

    @Test
    void watchers_areTheOwnerAndOthers() {
        assertThat(state.watchersOf(PARTITION))
                .hasSize(3)
                .startsWith(fixture.owner())
                .doesNotHaveDuplicates();
    }

    @Test
    void newTarget_isUpByItsOwnerAlone() {
        up();

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void down_byTheOwnerAlone_isRefused() {
        assertRefused(fixture.decision(fixture.report(DOWN)), Refusal.NEEDS_AGREEMENT);
        up();
        assertRefused(fixture.decision(fixture.report(DOWN)), Refusal.NEEDS_AGREEMENT);
    }

    @Test
    void twoOfThree_decide() {
        up();
        assertThat(open(watcher(1), Verdict.DOWN)).isEqualTo(Decision.ACCEPTED);
        assertThat(vote(1, Verdict.DOWN)).isEqualTo(Decision.ACCEPTED);
        assertThat(fixture.entry().state()).isEqualTo(UP);

        assertDecided(vote(2, Verdict.DOWN), DOWN);

        assertThat(open(watcher(0), Verdict.UP)).isEqualTo(Decision.ACCEPTED);
        vote(0, Verdict.UP);
        assertDecided(vote(1, Verdict.UP), UP);
    }

    @Test
    void unknownTarget_isDownByAgreement() {
        open(watcher(0), Verdict.DOWN);
        vote(0, Verdict.DOWN);

        assertDecided(vote(1, Verdict.DOWN), DOWN);
        assertThat(Objects.requireNonNull(fixture.entry().outage()).beganUnseen())
                .isTrue();
    }

    @Test
    void oneOfThree_isOverruled() {
        up();
        open(watcher(0), Verdict.DOWN);
        vote(0, Verdict.DOWN);
        vote(1, Verdict.UP);

        assertThat(vote(2, Verdict.UP)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
        assertThat(partition.poll(TARGET)).as("decided").isNull();
    }

    @Test
    void tooFewThatCanTell_leaveTheStateUndecided() {
        up();
        open(watcher(0), Verdict.DOWN);
        vote(0, Verdict.DOWN);
        vote(1, CANNOT_TELL);
        vote(2, Verdict.UP);

        assertThat(fixture.entry().state()).isEqualTo(UP);
        assertThat(partition.poll(TARGET)).as("undecided").isNotNull();
    }

    @Test
    void opening_countsAsNoVote() {
        up();
        open(watcher(0), Verdict.DOWN);

        assertThat(vote(1, Verdict.DOWN)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void voteTwice_countsOnce() {
        up();
        open(watcher(0), Verdict.DOWN);
        vote(0, Verdict.DOWN);

        assertThat(vote(0, Verdict.DOWN)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void voteOfAnEarlierPoll_isRefused() {
        up();
        open(watcher(0), Verdict.DOWN);
        long first = poll();
        vote(0, Verdict.DOWN);

        assertThat(report(watcher(1), Verdict.DOWN, 0, first, FOUND)).isEqualTo(Decision.ACCEPTED);

        assertThat(poll()).isGreaterThan(first);
        assertRefused(report(watcher(1), Verdict.DOWN, first, 0, FOUND), Refusal.STALE_POLL);
        assertThat(vote(1, Verdict.DOWN)).as("the vote in the first is gone").isEqualTo(Decision.ACCEPTED);
        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void voteWithoutAPoll_isRefused() {
        assertRefused(report(watcher(0), Verdict.DOWN, 1, 0, FOUND), Refusal.STALE_POLL);
    }

    @Test
    void opening_byOneThatHasNotSeenTheOpenPoll_isRefused() {
        up();
        open(watcher(0), Verdict.DOWN);

        assertRefused(open(watcher(1), Verdict.DOWN), Refusal.STALE_STATE);
    }

    @Test
    void opening_withoutADisagreement_isRefused() {
        assertRefused(open(watcher(0), Verdict.UP), Refusal.NEEDS_NO_AGREEMENT);
        up();
        assertRefused(open(watcher(0), Verdict.UP), Refusal.NO_CHANGE);
        assertRefused(open(watcher(0), CANNOT_TELL), Refusal.NO_CHANGE);
    }

    @Test
    void opinion_ofOneThatDoesNotWatch_isRefused() {
        up();
        assertRefused(open(fourth(), Verdict.DOWN), Refusal.NOT_A_WATCHER);
        assertRefused(open("stranger", Verdict.DOWN), Refusal.NOT_A_WATCHER);
    }

    @Test
    void opinion_ofAnUnknownTarget_isRefused() {
        fixture.remove(TARGET);

        assertRefused(report(watcher(0), Verdict.DOWN, 0, 1, FOUND), Refusal.UNKNOWN_TARGET);
    }

    @Test
    void vote_ofOneThatHasLeft_doesNotCount() {
        up();
        String gone = watcher(1);
        open(gone, Verdict.DOWN);
        report(gone, Verdict.DOWN, poll(), 0, FOUND);
        Member member = Objects.requireNonNull(state.member(gone));
        fixture.accept(new Command.Leave(fixture.time(), gone, member.epoch(), false));

        assertThat(report(fixture.owner(), Verdict.DOWN, poll(), 0, FOUND)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void vote_ofOneThatHasLeftAndReturned_doesNotCount() {
        up();
        String gone = watcher(1);
        open(gone, Verdict.DOWN);
        report(gone, Verdict.DOWN, poll(), 0, FOUND);
        Member member = Objects.requireNonNull(state.member(gone));
        fixture.accept(new Command.Leave(fixture.time(), gone, member.epoch(), false));
        fixture.join(gone, member.incarnation());
        assertThat(state.watchersOf(PARTITION)).contains(gone);

        assertThat(report(fixture.owner(), Verdict.DOWN, poll(), 0, FOUND)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void vote_ofTheProcessBefore_doesNotCount() {
        up();
        String restarted = watcher(1);
        open(restarted, Verdict.DOWN);
        report(restarted, Verdict.DOWN, poll(), 0, FOUND);
        fixture.join(restarted, 77);

        assertThat(vote(0, Verdict.DOWN)).isEqualTo(Decision.ACCEPTED);

        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void vote_ofOneThatDidNotWatchInBetween_doesNotCount() {
        up();
        String owner = fixture.owner();
        List<String> before = state.watchersOf(PARTITION);
        String fourth = fourth();
        List<String> between = Watchers.of(PARTITION, fourth, state.members().values(), 3);
        String replaced = before.stream()
                .filter(each -> !between.contains(each))
                .findFirst()
                .orElseThrow();
        String kept = before.stream().filter(between::contains).findFirst().orElseThrow();
        open(replaced, Verdict.DOWN);
        report(replaced, Verdict.DOWN, poll(), 0, FOUND);

        fixture.give(PARTITION, fourth);
        fixture.give(PARTITION, owner);

        assertThat(state.watchersOf(PARTITION)).isEqualTo(before);
        assertThat(report(kept, Verdict.DOWN, poll(), 0, FOUND)).isEqualTo(Decision.ACCEPTED);
        assertThat(fixture.entry().state()).isEqualTo(UP);
    }

    @Test
    void voteThatWasOvertakenByALaterOne_isRefused() {
        up();
        open(watcher(0), Verdict.DOWN);
        vote(0, Verdict.DOWN);
        fixture.time(5_000);
        vote(1, Verdict.UP);

        fixture.time(4_999);
        assertRefused(vote(1, Verdict.DOWN), Refusal.STALE_VOTE);

        assertThat(fixture.entry().state()).isEqualTo(UP);
        fixture.time(5_001);
        assertDecided(vote(1, Verdict.DOWN), DOWN);
    }

    @Test
    void bounds_holdForAllThatAgree() {
        up();
        open(watcher(0), Verdict.DOWN);
        fixture.time(2_000);
        report(watcher(1), Verdict.DOWN, poll(), 0, new Command.Finding(50, 40, Bytes.copyOf(new byte[] {1})));
        fixture.time(3_000);

        Decision decision = report(
                watcher(0), Verdict.DOWN, poll(), 0, new Command.Finding(2_000, 10, Bytes.copyOf(new byte[] {0})));

        CommittedChange change = Objects.requireNonNull(decision.change());
        assertThat(change.earliest()).isEqualTo(1_000);
        assertThat(change.latest()).isEqualTo(2_990);
        assertThat(change.at()).isEqualTo(3_000);
        assertThat(change.evidence()).as("the owner's").isEqualTo(Bytes.copyOf(new byte[] {0}));
        assertThat(change.id().epoch()).isEqualTo(partition.epoch());
    }

    @Test
    void removedTargetAndOtherAgreement_closePolls() {
        open(watcher(0), Verdict.DOWN);
        fixture.remove(TARGET);
        assertThat(partition.polls()).isEmpty();

        fixture.add(TARGET);
        open(watcher(0), Verdict.DOWN);
        fixture.accept(new Command.Configure(fixture.time(), 3, 3));
        assertThat(partition.polls()).isEmpty();
    }

    @Test
    void vote_isRefusedWhileTooManyWereNotAnnounced() {
        fixture.accept(new Command.Configure(fixture.time(), 1, 1));
        for (int i = 0; i < Limits.PENDING / 2; i++) {
            fixture.go(UP, DOWN);
        }
        fixture.accept(new Command.Configure(fixture.time(), 3, 2));
        open(watcher(0), Verdict.UP);

        assertRefused(vote(0, Verdict.UP), Refusal.BACKLOG);
    }

    private @Nullable Poll openPoll() {
        return partition.poll(TARGET);
    }

    @Test
    void undecidedTarget_staysUndecidedWhenItsPartitionMoves() {
        up();
        open(watcher(0), Verdict.DOWN);
        Poll before = openPoll();

        fixture.give(PARTITION, watcher(1));

        assertThat(openPoll()).isSameAs(before);
        assertThat(fixture.entry().state()).isNotEqualTo(UNKNOWN);
    }
}
