package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.cluster.ClusterFixture.Announced;
import io.halfshake.cluster.ClusterStatus.Role;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterMonitorTest {
    private static final int TARGETS = 24;

    private final ClusterFixture cluster = new ClusterFixture("a", "b", "c");

    @AfterEach
    void close() {
        cluster.close();
    }

    private List<String> watch() {
        return cluster.watch(TARGETS);
    }

    /** The first of those that a member owns. */
    private String ownedBy(String member, List<String> targets) {
        return targets.stream()
                .filter(target -> cluster.owner("a", target).equals(member))
                .findFirst()
                .orElseThrow();
    }

    private Announced onlyDown(String target) {
        List<Announced> down = cluster.announced(target).stream()
                .filter(each -> each.change().to() == TargetState.DOWN)
                .toList();
        assertThat(down).as("announced of %s", target).hasSize(1);
        return down.get(0);
    }

    private void assertNoIdTwice() {
        Set<ChangeId> ids = new HashSet<>();
        for (Announced each : cluster.announced()) {
            assertThat(ids.add(each.change().id()))
                    .as("announced once: %s", each)
                    .isTrue();
        }
    }

    private int watchedBy(String member) {
        return cluster.monitor(member).status().watched();
    }

    @Test
    void members_shareTheTargetsAndAnnounceEachOnce() {
        List<String> targets = watch();

        assertThat(cluster.announced()).hasSize(TARGETS);
        assertNoIdTwice();
        for (Announced each : cluster.announced()) {
            assertThat(each.member()).isEqualTo(cluster.owner("b", each.change().target()));
            assertThat(each.change().from()).isEqualTo(TargetState.UNKNOWN);
            assertThat(each.change().to()).isEqualTo(TargetState.UP);
        }
        assertThat(watchedBy("a") + watchedBy("b") + watchedBy("c")).isEqualTo(TARGETS);
        for (String member : List.of("a", "b", "c")) {
            assertThat(cluster.process(member).everywhere())
                    .extracting(ClusterChange::target)
                    .containsExactlyInAnyOrderElementsOf(targets);
            ClusterStatus status = cluster.monitor(member).status();
            assertThat(status.role()).isEqualTo(Role.MEMBER);
            assertThat(status.noQuorumSince()).isNull();
            assertThat(status.targets()).isEqualTo(TARGETS);
            assertThat(status.members())
                    .hasSize(3)
                    .allSatisfy(share -> assertThat(share.partitions()).isBetween(341, 342));
        }
    }

    @Test
    void onlyTheOwner_checksATarget() {
        String target = watch().get(0);
        int before = checksOf(target);
        cluster.advanceSeconds(60);
        assertThat(checksOf(target) - before).isBetween(59, 61);
    }

    private int checksOf(String target) {
        return (int) cluster.checker.recordedChecks().stream()
                .filter(check -> check.target().equals(target))
                .count();
    }

    @Test
    void outage_isAnnouncedByTheOwnerWithBoundsOnItsOwnClock() {
        String target = ownedBy("b", watch());
        Instant before = ProcessTime.trueTime(cluster.now());
        var unused = cluster.checker.on(target).refused();
        cluster.advanceSeconds(10);

        Announced down = onlyDown(target);
        assertThat(down.member()).isEqualTo("b");
        Duration ahead = cluster.process("b").time().wallAhead();
        ClusterChange change = down.change();
        assertThat(change.bounds().earliest().minus(ahead)).isBetween(before.minusSeconds(2), before.plusMillis(100));
        assertThat(change.bounds().latest().minus(ahead)).isBetween(before, before.plusMillis(1_200));
        assertThat(change.at()).isAfterOrEqualTo(change.bounds().latest());
        CheckResult evidence = Objects.requireNonNull(change.evidence());
        assertThat(evidence.target()).isEqualTo(target);
        assertThat(((CheckResult.Down) evidence).reason()).isEqualTo(DownReason.REFUSED);

        unused = cluster.checker.on(target).up();
        cluster.advanceSeconds(10);
        assertThat(cluster.announced(target))
                .extracting(each -> each.change().to())
                .containsExactly(TargetState.UP, TargetState.DOWN, TargetState.UP);
        assertThat(Objects.requireNonNull(cluster.monitor("c").target(target)).state())
                .isEqualTo(TargetState.UP);
    }

    @Test
    void targetThatFailsWhileItsOwnerIsDead_isAnnouncedOnceWithTheGapInItsBounds() {
        String target = ownedBy("c", watch());
        Instant killed = ProcessTime.trueTime(cluster.now());
        cluster.kill("c");
        var unused = cluster.checker.on(target).refused();
        cluster.advanceSeconds(30);

        Announced down = onlyDown(target);
        assertThat(down.member()).isNotEqualTo("c").isEqualTo(cluster.owner("a", target));
        Duration ahead = cluster.process(down.member()).time().wallAhead();
        assertThat(down.change().bounds().earliest().minus(ahead)).isBetween(killed.minusSeconds(3), killed);
        assertThat(down.change().bounds().latest().minus(ahead)).isAfter(killed);
        assertNoIdTwice();
        assertThat(watchedBy("a") + watchedBy("b")).isEqualTo(TARGETS);
    }

    @Test
    void move_changesNoState() {
        watch();
        cluster.kill("b");
        cluster.advanceSeconds(30);
        cluster.start("b");
        cluster.advanceSeconds(30);

        assertThat(cluster.announced()).as("but for the first state of each").hasSize(TARGETS);
        assertThat(watchedBy("a") + watchedBy("b") + watchedBy("c")).isEqualTo(TARGETS);
        assertThat(watchedBy("b")).isPositive();
    }

    @Test
    void ownerThatWasStopped_announcesNothingThatOthersHaveAnnounced() {
        String target = ownedBy("a", watch());
        var unused = cluster.checker.on(target).refused();
        int before = checksOf(target);
        while (checksOf(target) < before + 3) {
            cluster.advance(Duration.ofMillis(10));
        }
        // It has found the change, and may have proposed it.
        assertThat(cluster.announced()).hasSize(TARGETS);
        cluster.stop("a");
        cluster.advanceSeconds(20);
        Announced down = onlyDown(target);
        assertThat(down.member()).isNotEqualTo("a");

        cluster.resume("a");
        cluster.advanceSeconds(20);
        assertThat(onlyDown(target)).isEqualTo(down);
        assertNoIdTwice();
        assertThat(watchedBy("a") + watchedBy("b") + watchedBy("c")).isEqualTo(TARGETS);
    }

    @Test
    void minority_announcesNothingAndReportsThatItHasNoQuorum() {
        String target = ownedBy("a", watch());
        cluster.cut("a", "b");
        cluster.cut("a", "c");
        cluster.advanceSeconds(1);
        var unused = cluster.checker.on(target).refused();
        CompletableFuture<Boolean> added =
                cluster.monitor("a").add("10.0.1.1:443").toCompletableFuture();
        cluster.advanceSeconds(30);

        assertThat(onlyDown(target).member()).isNotEqualTo("a");
        ClusterStatus status = cluster.monitor("a").status();
        assertThat(status.noQuorumSince()).isNotNull();
        assertThat(Objects.requireNonNull(cluster.monitor("a").target(target)).state())
                .as("as of when it was cut off")
                .isEqualTo(TargetState.UP);
        assertThatThrownBy(added::join)
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("add 10.0.1.1:443: the cluster has not decided within PT10S");

        cluster.heal();
        cluster.advanceSeconds(20);
        assertThat(cluster.monitor("a").status().noQuorumSince()).isNull();
        assertThat(Objects.requireNonNull(cluster.monitor("a").target(target)).state())
                .isEqualTo(TargetState.DOWN);
        assertNoIdTwice();
    }

    @Test
    void withoutAMajority_nothingIsAnnouncedUntilItIsBack() {
        String target = ownedBy("a", watch());
        cluster.kill("b");
        cluster.kill("c");
        var unused = cluster.checker.on(target).refused();
        cluster.advanceSeconds(30);
        assertThat(cluster.announced()).hasSize(TARGETS);
        assertThat(cluster.monitor("a").status().noQuorumSince()).isNotNull();

        cluster.start("b");
        cluster.advanceSeconds(20);
        Announced down = onlyDown(target);
        assertThat(down.member()).isEqualTo(cluster.owner("a", target));
    }

    @Test
    void minorityThatProposesNothing_reportsThatItHasNoQuorum() {
        watch();
        cluster.cut("a", "b");
        cluster.cut("a", "c");
        cluster.advanceSeconds(30);
        assertThat(cluster.monitor("a").status().noQuorumSince()).isNotNull();
        assertThat(cluster.monitor("b").status().noQuorumSince()).isNull();
        assertThat(cluster.announced()).hasSize(TARGETS);
    }

    @Test
    void minorityThatCannotReportThatAllIsWell_reportsThatItHasNoQuorum() {
        watch();
        // Not of the leader, which has other things to propose.
        String target = Stream.iterate("no port", text -> text + "!")
                .filter(text -> !cluster.monitor(ownerOf(text)).status().isLeader())
                .findFirst()
                .orElseThrow();
        String owner = ownerOf(target);
        cluster.propose(new Command.AddTargets(0, Long.MAX_VALUE, List.of(new Command.NewTarget(target, Bytes.EMPTY))));
        cluster.advanceSeconds(1);
        ClusterState state = cluster.state();
        // As an owner of a later version might have found.
        cluster.propose(new Command.ReportChanges(
                0,
                owner,
                List.of(new Command.Change(
                        target,
                        TargetState.UNKNOWN,
                        TargetState.UP,
                        Objects.requireNonNull(state.target(target)).sequence(),
                        state.partitionOf(target).epoch(),
                        StateFixture.FOUND))));
        cluster.advanceSeconds(10);
        assertThat(Objects.requireNonNull(cluster.monitor("a").target(target)).state())
                .isEqualTo(TargetState.UP);
        assertThat(cluster.monitor(owner).status().noQuorumSince()).isNull();

        List.of("a", "b", "c").forEach(other -> cluster.cut(owner, other));
        cluster.advanceSeconds(15);
        assertThat(cluster.monitor(owner).status().noQuorumSince()).isNotNull();
    }

    private String ownerOf(String target) {
        return Objects.requireNonNull(cluster.state().partitionOf(target).owner());
    }

    @Test
    void targetThatNoMemberCanCheck_keepsNoneFromTheOthers() {
        List<String> targets = watch();
        cluster.propose(
                new Command.AddTargets(0, Long.MAX_VALUE, List.of(new Command.NewTarget("no port", Bytes.EMPTY))));
        cluster.advanceSeconds(10);
        assertThat(Objects.requireNonNull(cluster.monitor("a").target("no port"))
                        .state())
                .isEqualTo(TargetState.UNKNOWN);

        String target = ownedBy(cluster.owner("a", "no port"), targets);
        Instant before = ProcessTime.trueTime(cluster.now());
        cluster.kill(cluster.owner("a", "no port"));
        var unused = cluster.checker.on(target).refused();
        cluster.advanceSeconds(30);
        ClusterChange down = onlyDown(target).change();
        String seenBy = onlyDown(target).member();
        Duration ahead = cluster.process(seenBy).time().wallAhead();
        assertThat(down.bounds().earliest().minus(ahead))
                .as("as of the last report that all is well")
                .isBetween(before.minusSeconds(3), before);
    }

    @Test
    void memberThatLeaves_isMissedByNoTarget() {
        watch();
        CompletableFuture<Void> left = cluster.monitor("b").leave().toCompletableFuture();
        for (int second = 0; second < 20; second++) {
            cluster.advanceSeconds(1);
            assertThat(watchedBy("a") + watchedBy("b") + watchedBy("c")).isGreaterThanOrEqualTo(TARGETS);
        }
        assertThat(watchedBy("a") + watchedBy("c")).isEqualTo(TARGETS);

        assertThat(left).isCompleted();
        ClusterStatus status = cluster.monitor("b").status();
        assertThat(status.role()).isEqualTo(Role.LEFT);
        assertThat(status.watched()).isZero();
        assertThat(cluster.monitor("a").status().members())
                .extracting(ClusterStatus.Share::member)
                .containsExactly("a", "c");
        assertThat(cluster.announced()).hasSize(TARGETS);
    }

    @Test
    void processWithTheNameOfAnother_replacesItForGood() {
        watch();
        ClusterFixture.MemberProcess first = cluster.process("b");
        cluster.start("b");
        cluster.advanceSeconds(20);

        assertThat(cluster.monitor("b").status().role()).isEqualTo(Role.MEMBER);
        // The log is the newer one's: the older one is given nothing more by it.
        assertThat(first.monitor().status().member()).isEqualTo("b");
        assertThat(cluster.announced()).hasSize(TARGETS);
    }

    @Test
    void targets_areAddedAndRemovedOnAnyMember() {
        watch();
        var unused = cluster.checker.on("[::1]:22").up();
        CompletableFuture<Boolean> added = cluster.monitor("b")
                .add("[::1]:22", TargetSettings.inherited().withRise(5))
                .toCompletableFuture();
        cluster.advanceSeconds(3);
        assertThat(added.join()).isTrue();
        CompletableFuture<Boolean> again = cluster.monitor("c").add("[::1]:22").toCompletableFuture();
        cluster.advanceSeconds(1);
        assertThat(again.join()).isFalse();
        assertThat(Objects.requireNonNull(cluster.monitor("a").target("[::1]:22"))
                        .state())
                .isEqualTo(TargetState.UP);

        CompletableFuture<Boolean> removed =
                cluster.monitor("a").remove("[::1]:22").toCompletableFuture();
        cluster.advanceSeconds(1);
        assertThat(removed.join()).isTrue();
        assertThat(cluster.monitor("c").target("[::1]:22")).isNull();
        int checks = checksOf("[::1]:22");
        cluster.advanceSeconds(10);
        assertThat(checksOf("[::1]:22")).isEqualTo(checks);
        CompletableFuture<Boolean> gone =
                cluster.monitor("b").remove("[::1]:22").toCompletableFuture();
        cluster.advanceSeconds(1);
        assertThat(gone.join()).isFalse();
    }

    @Test
    void textsThatAreNoTargets_areRefusedAtOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.monitor("a").add("a b:1"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.monitor("a")
                        .add("db:1", TargetSettings.inherited().withInitialState(TargetState.UP)))
                .withMessageContaining("initialState: ");
    }

    @Test
    void closedMember_failsWhatWaits() {
        cluster.cut("a", "b");
        cluster.cut("a", "c");
        cluster.advanceSeconds(1);
        CompletableFuture<Boolean> added = cluster.monitor("a").add("db:1").toCompletableFuture();
        cluster.monitor("a").close();
        cluster.advanceSeconds(1);
        assertThatThrownBy(added::join).hasMessageContaining("add db:1: the member was closed");
    }
}
