package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.cluster.ClusterFixture.Announced;
import io.halfshake.monitor.TargetSettings;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClusterMonitorDeclareTest {
    private static final List<String> MEMBERS = List.of("a", "b", "c");
    private static final TargetSettings PLAIN = TargetSettings.inherited();

    private final ClusterFixture cluster = new ClusterFixture("a", "b", "c");

    @AfterEach
    void close() {
        cluster.close();
    }

    /** All of them up. */
    private Map<String, TargetSettings> list(String... targets) {
        Map<String, TargetSettings> list = new HashMap<>();
        for (String target : targets) {
            var unused = cluster.checker.on(target).up();
            list.put(target, PLAIN);
        }
        return list;
    }

    private void declare(String member, String... targets) {
        cluster.monitor(member).declare(list(targets));
    }

    /** As the members see them, which all see the same. */
    private List<String> targets() {
        List<String> seen = seenBy("a");
        assertThat(seenBy("b")).isEqualTo(seen);
        assertThat(seenBy("c")).isEqualTo(seen);
        return seen;
    }

    private List<String> seenBy(String member) {
        TreeSet<String> targets = new TreeSet<>();
        cluster.monitor(member)
                .forEachTarget(
                        target -> assertThat(targets.add(target.target())).isTrue());
        return List.copyOf(targets);
    }

    private <T extends Command> List<T> committed(Class<T> type) {
        return cluster.applied().stream()
                .map(Applied::command)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private List<String> added() {
        List<String> added = new ArrayList<>();
        for (Applied each : cluster.applied()) {
            if (each.command() instanceof Command.AddTargets add) {
                for (int i = 0; i < add.targets().size(); i++) {
                    if (each.decisions().get(i).isAccepted()) {
                        added.add(add.targets().get(i).target());
                    }
                }
            }
        }
        return added;
    }

    private int proposals() {
        return committed(Command.AddTargets.class).size()
                + committed(Command.RemoveTargets.class).size()
                + committed(Command.Declare.class).size();
    }

    @Test
    void sameListOnAll_isAddedOnceByFewProposals() {
        cluster.advanceSeconds(10);
        assertThat(cluster.monitor("a").status().members())
                .extracting(ClusterStatus.Share::declared)
                .containsOnlyNulls();
        String[] targets =
                IntStream.range(1, 100).mapToObj(i -> "10.0.0." + i + ":443").toArray(String[]::new);
        MEMBERS.forEach(member -> declare(member, targets));
        cluster.advanceSeconds(10);

        assertThat(targets()).containsExactlyInAnyOrder(targets);
        assertThat(added()).containsExactlyInAnyOrder(targets);
        assertThat(committed(Command.AddTargets.class))
                .as("one of each at most")
                .hasSizeLessThanOrEqualTo(3);
        assertThat(committed(Command.Declare.class)).hasSize(3);
        assertThat(committed(Command.RemoveTargets.class)).isEmpty();
        assertThat(cluster.monitor("b").status().members())
                .extracting(ClusterStatus.Share::declared)
                .doesNotContainNull()
                .hasSize(3);
        assertThat(cluster.announced()).hasSize(targets.length);

        int before = proposals();
        cluster.advanceSeconds(60);
        assertThat(proposals()).isEqualTo(before);
    }

    @Test
    void listThatChangesOnOneMemberAfterTheOther_losesNoTargetMeanwhile() {
        MEMBERS.forEach(member -> declare(member, "db:1", "db:2"));
        cluster.advanceSeconds(10);
        for (String member : List.of("b", "a", "c")) {
            assertThat(targets()).contains("db:1", "db:2");
            declare(member, "db:2", "db:3");
            cluster.advanceSeconds(member.equals("c") ? 0 : 10);
        }
        assertThat(targets()).containsExactly("db:1", "db:2", "db:3");
        cluster.advanceSeconds(10);

        assertThat(targets()).containsExactly("db:2", "db:3");
        assertThat(added()).containsExactlyInAnyOrder("db:1", "db:2", "db:3");
        assertThat(cluster.announced("db:2")).hasSize(1);
        int before = proposals();
        cluster.advanceSeconds(60);
        assertThat(proposals()).isEqualTo(before);
    }

    @Test
    void targetWithOtherSettings_beginsAnewOnceAllAgree() {
        MEMBERS.forEach(member -> declare(member, "db:1", "db:2"));
        cluster.advanceSeconds(10);
        Map<String, TargetSettings> changed = list("db:1", "db:2");
        changed.put("db:1", PLAIN.withRise(5));
        cluster.monitor("a").declare(changed);
        cluster.monitor("c").declare(changed);
        cluster.advanceSeconds(20);
        assertThat(settings("db:1")).isEqualTo(Bytes.EMPTY);
        assertThat(cluster.announced()).hasSize(2);

        cluster.monitor("b").declare(changed);
        cluster.advanceSeconds(20);
        assertThat(settings("db:1")).isEqualTo(SettingsFormat.encode(PLAIN.withRise(5)));
        assertThat(cluster.announced("db:1"))
                .extracting(each -> each.change().from())
                .containsExactly(TargetState.UNKNOWN, TargetState.UNKNOWN);
        assertThat(cluster.announced("db:2")).hasSize(1);
    }

    private Bytes settings(String target) {
        return Objects.requireNonNull(cluster.state().target(target)).settings();
    }

    @Test
    void memberThatReturnsWithTheOldList_hasItsTargetsAgain() {
        MEMBERS.forEach(member -> declare(member, "db:1", "db:2"));
        cluster.advanceSeconds(10);
        cluster.kill("c");
        declare("a", "db:2");
        declare("b", "db:2");
        cluster.advanceSeconds(20);
        assertThat(seenBy("a")).as("of all that there are").containsExactly("db:2");

        cluster.start("c");
        declare("c", "db:1", "db:2");
        cluster.advanceSeconds(20);
        assertThat(targets()).containsExactly("db:1", "db:2");
        declare("c", "db:2");
        cluster.advanceSeconds(10);
        assertThat(targets()).containsExactly("db:2");
        assertThat(cluster.announced("db:2")).hasSize(1);
    }

    @Test
    void memberThatHasStartedAnew_keepsAllTargetsUntilItHasDeclared() {
        MEMBERS.forEach(member -> declare(member, "db:1", "db:2"));
        cluster.advanceSeconds(10);
        cluster.kill("a");
        cluster.start("a");
        cluster.advanceSeconds(10);
        declare("b", "db:2");
        declare("c", "db:2");
        cluster.advanceSeconds(20);
        assertThat(targets()).containsExactly("db:1", "db:2");

        declare("a", "db:2");
        cluster.advanceSeconds(10);
        assertThat(targets()).containsExactly("db:2");
    }

    /** Also across a time in which it was removed and has joined anew: it declares again by itself. */
    @Test
    void declarationBeforeTheLogAnswers_isKept() {
        cluster.cut("c", "a");
        cluster.cut("c", "b");
        MEMBERS.forEach(member -> declare(member, "db:1"));
        declare("c", "db:1", "db:3");
        cluster.advanceSeconds(30);
        assertThat(seenBy("a")).containsExactly("db:1");
        cluster.heal();
        cluster.advanceSeconds(20);
        assertThat(targets()).containsExactly("db:1", "db:3");

        cluster.cut("c", "a");
        cluster.cut("c", "b");
        cluster.advanceSeconds(20);
        assertThat(seenBy("a")).containsExactly("db:1");
        cluster.heal();
        cluster.advanceSeconds(20);
        assertThat(targets()).containsExactly("db:1", "db:3");
    }

    @Test
    void targetThatIsAddedBesides_isRemoved() {
        MEMBERS.forEach(member -> declare(member, "db:1"));
        cluster.advanceSeconds(10);
        var unused = cluster.monitor("b").add("db:2");
        unused = cluster.monitor("b").remove("db:1");
        cluster.advanceSeconds(10);
        assertThat(committed(Command.RemoveTargets.class)).hasSize(2);
        assertThat(targets()).containsExactly("db:1");
    }

    @Test
    void listWithATextThatIsNoTarget_isNotDeclared() {
        MEMBERS.forEach(member -> declare(member, "db:1"));
        cluster.advanceSeconds(10);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster.monitor("a").declare(Map.of("a b:1", PLAIN, "db:2", PLAIN)));
        cluster.advanceSeconds(10);
        assertThat(targets()).containsExactly("db:1");
    }

    @Test
    void visitedTargets_areThoseThatAreAskedForOneByOne() {
        cluster.watch(24);
        var unused = cluster.checker.on("10.0.0.7:443").refused();
        cluster.advanceSeconds(10);
        for (String member : MEMBERS) {
            ClusterMonitor monitor = cluster.monitor(member);
            List<ClusterTarget> visited = new ArrayList<>();
            monitor.forEachTarget(visited::add);
            assertThat(visited)
                    .hasSize(24)
                    .allSatisfy(each -> assertThat(each).isEqualTo(monitor.target(each.target())));
        }
    }

    private ClusterTarget target(String member, String target) {
        return Objects.requireNonNull(cluster.monitor(member).target(target));
    }

    private static TimeBounds behind(TimeBounds bounds, Duration ahead) {
        return new TimeBounds(bounds.earliest().minus(ahead), bounds.latest().minus(ahead));
    }

    /** A process that starts anew is given all that was accepted by a snapshot or by commands. */
    @Test
    void outage_isThatOfTheClusterUntilTheChangeThatEndsIt() {
        String target = cluster.watch(24).get(0);
        assertThat(target("a", target).outage()).isNull();
        var unused = cluster.checker.on(target).refused();
        cluster.advanceSeconds(10);
        String first = cluster.owner("a", target);
        ClusterChange down = cluster.announced(target).get(1).change();
        assertThat(down.ended()).isNull();
        cluster.kill(first);
        cluster.advanceSeconds(20);
        cluster.start(first);
        cluster.advanceSeconds(20);

        TimeBounds began = behind(down.bounds(), aheadOfFirst(down, first));
        for (String member : MEMBERS) {
            ClusterOutage outage = Objects.requireNonNull(target(member, target).outage(), member);
            requireNear(behind(outage.began(), cluster.process(member).time().wallAhead()), began);
            assertThat(outage.beganUnseen()).isFalse();
            assertThat(outage.evidence()).isInstanceOf(CheckResult.Down.class).isEqualTo(down.evidence());
        }

        unused = cluster.checker.on(target).up();
        cluster.advanceSeconds(10);
        Announced up = cluster.announced(target).get(2);
        ClusterOutage ended = Objects.requireNonNull(up.change().ended());
        requireNear(behind(ended.began(), cluster.process(up.member()).time().wallAhead()), began);
        assertThat(ended.evidence()).isEqualTo(down.evidence());
        for (String member : MEMBERS) {
            assertThat(target(member, target).outage()).isNull();
        }
        assertThat(cluster.announced())
                .filteredOn(each -> each.change().to() == TargetState.UP && !each.equals(up))
                .extracting(each -> each.change().ended())
                .containsOnlyNulls();
    }

    /** Of the process that had the name when it announced the change. */
    private static Duration aheadOfFirst(ClusterChange change, String member) {
        assertThat(change.to()).isEqualTo(TargetState.DOWN);
        return Duration.ofHours(MEMBERS.indexOf(member) + 1L);
    }

    /** The clocks of members run alike, and the time of the cluster is what they have applied of it. */
    private static void requireNear(TimeBounds bounds, TimeBounds expected) {
        Stream.of(
                        Duration.between(bounds.earliest(), expected.earliest()),
                        Duration.between(bounds.latest(), expected.latest()))
                .forEach(difference -> assertThat(difference.abs()).isLessThan(Duration.ofMillis(100)));
    }
}
