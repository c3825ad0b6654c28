package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cluster.ChangeId;
import io.halfshake.cluster.ClusterChange;
import io.halfshake.cluster.ClusterOutage;
import io.halfshake.cluster.ClusterStatus;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.cluster.ClusterTarget;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.testing.CheckResults;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Member a of a cluster, which the tests play. */
@Timeout(value = 1, unit = TimeUnit.MINUTES)
class ClusterAlertsTest {
    private static final Instant BEGAN = Instant.parse("2000-01-01T00:00:00Z");

    private final TestAlerts test = new TestAlerts();
    private final Map<String, ClusterTarget> targets = new HashMap<>();
    private final ClusterAlerts alerts = new ClusterAlerts("a", test.alerts, this::status, targets::get, this::visit);

    /** Between the copy of the targets and their visits. */
    private Runnable onVisited = () -> {};

    private Role role = Role.MEMBER;
    private @Nullable Instant noQuorumSince;
    private long epoch = 1;
    private int sequence;

    @AfterEach
    void close() {
        test.close();
    }

    private void visit(Consumer<ClusterTarget> visitor) {
        List<ClusterTarget> all = List.copyOf(targets.values());
        onVisited.run();
        all.forEach(visitor);
    }

    private ClusterStatus status() {
        return new ClusterStatus("a", role, false, noQuorumSince, epoch, List.of(), targets.size(), 1);
    }

    private static ClusterOutage outage() {
        return new ClusterOutage(BEGAN, new TimeBounds(BEGAN, BEGAN), false, CheckResults.refused("db:1"));
    }

    /** From now on, for this member to follow. */
    private void put(TargetState state, @Nullable String owner) {
        put(state, owner, false);
    }

    private void put(TargetState state, @Nullable String owner, boolean isHandedOver) {
        ClusterOutage outage = state == TargetState.DOWN ? outage() : null;
        targets.put("db:1", new ClusterTarget("db:1", state, BEGAN, BEGAN, owner, isHandedOver, outage));
        epoch++;
    }

    private void follow(int second) {
        alerts.follow(BEGAN.plusSeconds(second));
        test.alerts.followMaintenance();
    }

    /** For reminders: has the sink look at the time. */
    private void passAnHour() {
        test.nanoTime.addAndGet(Duration.ofHours(1).toNanos());
        test.alerts.withdraw("other:1");
    }

    private ClusterChange change(TargetState to) {
        boolean isUp = to == TargetState.UP;
        return new ClusterChange(
                new ChangeId("db:1", epoch, ++sequence),
                isUp ? TargetState.DOWN : TargetState.UP,
                to,
                BEGAN,
                new TimeBounds(BEGAN, BEGAN),
                isUp ? CheckResults.up("db:1") : CheckResults.refused("db:1"),
                isUp ? outage() : null);
    }

    /** The target of this member. */
    private void goDownAndBeSent() throws InterruptedException {
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        alerts.announced(change(TargetState.DOWN));
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    /** As it is down. */
    private void comeFromAnotherMember() {
        test.put("db:1", "data");
        put(TargetState.DOWN, "b");
        follow(1);
        put(TargetState.DOWN, "a", true);
        follow(2);
    }

    @Test
    void changes_thatThisMemberAnnounces_areSentOnce() throws Exception {
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        ClusterChange down = change(TargetState.DOWN);
        alerts.accepted(down);
        alerts.announced(down);
        assertThat(test.next()).containsExactly("db:1 firing");
        alerts.announced(down);
        follow(1);
        test.assertNothingSent();

        put(TargetState.UP, "a");
        alerts.announced(change(TargetState.UP));
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    @Test
    void targetOfAnotherMember_isNotSent() {
        test.put("db:1", "data");
        put(TargetState.DOWN, "b");
        alerts.accepted(change(TargetState.DOWN));
        follow(1);
        put(TargetState.UP, "b");
        alerts.accepted(change(TargetState.UP));
        follow(2);
        test.assertNothingSent();
    }

    @Test
    void targetThatMoves_endsHereAndIsNotSentAgain() throws Exception {
        comeFromAnotherMember();
        test.assertNothingSent();

        alerts.announced(change(TargetState.UP));
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    @Test
    void targetThatMoves_beforeItsChangeWasAnnounced_isSent() throws Exception {
        comeFromAnotherMember();
        alerts.announced(change(TargetState.DOWN));
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void targetWhoseOwnerIsGone_isSentAgainIfTheMessageMayHaveWaitedThere() throws Exception {
        test.put("db:1", "data");
        put(TargetState.DOWN, "b");
        follow(1);
        put(TargetState.DOWN, null);
        follow(5);
        put(TargetState.DOWN, "a");
        follow(29);
        assertThat(test.next()).containsExactly("db:1 firing");
        alerts.announced(change(TargetState.DOWN));
        test.assertNothingSent();
    }

    @Test
    void targetWhoseOwnerIsGone_isNotSentAgainIfItWasSentLongAgo() {
        test.put("db:1", "data");
        put(TargetState.DOWN, "b");
        follow(1);
        put(TargetState.DOWN, null);
        follow(5);
        put(TargetState.DOWN, "a");
        follow(30);
        test.assertNothingSent();
    }

    @Test
    void end_isSentThoughAnotherMemberHasSentTheBeginning() throws Exception {
        test.put("db:1", "data");
        put(TargetState.UP, "a");
        alerts.announced(change(TargetState.UP));
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    @Test
    void end_isNotSentIfAWindowHasHeldTheWholeOutage() {
        test.maintain(TestAlerts.window(0, 3_600));
        test.put("db:1", "data");
        put(TargetState.UP, "a");
        alerts.announced(change(TargetState.UP));
        test.assertNothingSent();
    }

    @Test
    void targetThatMovesAway_isRemindedOfNoMoreAndItsEndIsNotSent() throws Exception {
        test.configureSink(Duration.ofMinutes(1));
        goDownAndBeSent();

        put(TargetState.DOWN, "b");
        follow(10);
        passAnHour();
        alerts.removed("db:1");
        put(TargetState.UP, "b");
        alerts.accepted(change(TargetState.UP));
        test.assertIdle();
    }

    @Test
    void memberThatWasReplaced_forgetsItsAlerts() throws Exception {
        test.configureSink(Duration.ofMinutes(1));
        goDownAndBeSent();

        role = Role.REPLACED;
        follow(10);
        assertThat(test.alerts.goingOn()).isEmpty();
    }

    @Test
    void memberWithoutQuorum_sendsNoRemindersUntilThereIsOne() throws Exception {
        test.configureSink(Duration.ofMinutes(1));
        goDownAndBeSent();

        noQuorumSince = BEGAN;
        follow(10);
        passAnHour();
        test.assertIdle();
        noQuorumSince = null;
        follow(20);
        passAnHour();
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    @Test
    void targetThatIsRemovedFromTheCluster_ends() throws Exception {
        goDownAndBeSent();
        targets.clear();
        alerts.removed("db:1");
        assertThat(test.next()).containsExactly("db:1 removed");
    }

    @Test
    void outageWhoseWindowIsOver_isTakenOverWithItsAlert() throws Exception {
        test.maintain(TestAlerts.window(0, 5));
        test.passUntil(10);
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        follow(20);
        // The owner before may have held it until its end.
        assertThat(test.next()).containsExactly("db:1 firing");
        alerts.announced(change(TargetState.UP));
        assertThat(test.next()).containsExactly("db:1 resolved");
    }

    @Test
    void targetThatEndsWhileItIsTakenOver_isNotTakenOver() {
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        onVisited = () -> put(TargetState.UP, "a");
        follow(1);
        assertThat(test.alerts.goingOn()).isEmpty();
        test.assertNothingSent();
    }

    @Test
    void announcementThatComesAfterTheMove_isNotKept() throws Exception {
        test.put("db:1", "data");
        put(TargetState.DOWN, "b");
        follow(1);
        alerts.announced(change(TargetState.DOWN));
        assertThat(test.next()).containsExactly("db:1 firing");
        assertThat(test.alerts.goingOn()).isEmpty();
    }

    @Test
    void endThatAnotherMemberSends_beforeTheMoveIsFollowed_endsWhatIsHere() throws Exception {
        goDownAndBeSent();
        put(TargetState.UP, "b");
        alerts.accepted(change(TargetState.UP));
        assertThat(test.alerts.goingOn()).isEmpty();
    }

    private void holdUntil(int second) {
        test.maintain(TestAlerts.window(0, second));
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        alerts.announced(change(TargetState.DOWN));
        follow(1);
        test.assertNothingSent();
    }

    @Test
    void heldAlert_ofATargetThatMovesAway_isNotSentHere() {
        holdUntil(5);
        put(TargetState.DOWN, "b");
        follow(2);
        test.passUntil(10);
        follow(10);
        test.assertNothingSent();
    }

    @Test
    void heldAlert_ofAMemberThatWasReplaced_isNotSent() {
        holdUntil(5);
        role = Role.REPLACED;
        follow(2);
        test.passUntil(10);
        follow(10);
        test.assertNothingSent();
    }

    @Test
    void heldAlert_isNotSentWithoutAQuorum() throws Exception {
        holdUntil(5);
        noQuorumSince = BEGAN;
        follow(2);
        test.passUntil(10);
        follow(10);
        test.assertNothingSent();
        noQuorumSince = null;
        follow(11);
        assertThat(test.next()).containsExactly("db:1 firing");
    }

    /** In a sink whose window is far from over. */
    private void announceToASlowSink() {
        test.configureSink(Duration.ofHours(1), null);
        test.put("db:1", "data");
        put(TargetState.DOWN, "a");
        alerts.announced(change(TargetState.DOWN));
        assertThat(test.queued()).isOne();
    }

    @Test
    void beginningThatWaits_isWithdrawnWhenAnotherMemberSendsTheEnd() {
        announceToASlowSink();
        put(TargetState.UP, "b");
        alerts.accepted(change(TargetState.UP));
        assertThat(test.queued()).isZero();
    }

    @Test
    void beginningThatWaits_isWithdrawnFromAMemberThatWasReplaced() {
        announceToASlowSink();
        role = Role.REPLACED;
        follow(10);
        assertThat(test.queued()).isZero();
    }

    @Test
    void beginningThatWaits_isWithdrawnIfItHasEndedWhileThisMemberDidNotFollow() {
        announceToASlowSink();
        put(TargetState.UP, "b");
        follow(10);
        assertThat(test.queued()).isZero();
    }
}
