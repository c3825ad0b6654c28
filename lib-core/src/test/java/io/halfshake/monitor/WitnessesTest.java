package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The network around all targets, as the witnesses show it. */
class WitnessesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ROUND_TRIP = Duration.ofMillis(2);
    private static final int TARGETS = 1_000;

    private final List<Blindness> told = new ArrayList<>();

    private ScriptedMonitor monitor(int quorum, int witnesses, UnaryOperator<MonitorBuilder> settings) {
        ScriptedMonitor rig = ScriptedMonitor.create(builder ->
                settings.apply(builder.witnesses(names(witnesses), quorum).listener(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {}

                    @Override
                    public void onBlindness(Blindness blindness) {
                        told.add(blindness);
                    }
                })));
        names(witnesses).forEach(name -> rig.on(name).up(ROUND_TRIP));
        return rig;
    }

    private static List<String> names(int witnesses) {
        return List.of("gateway:80", "dns:53", "ntp:123").subList(0, witnesses);
    }

    private static void lose(ScriptedMonitor rig, int witnesses) {
        names(witnesses).forEach(name -> rig.on(name).timesOut());
    }

    private static void findAgain(ScriptedMonitor rig, int witnesses) {
        names(witnesses).forEach(name -> rig.on(name).up(ROUND_TRIP));
    }

    private static Instant at(double seconds) {
        return ScriptedMonitor.BEGINNING.plusMillis(Math.round(seconds * 1_000));
    }

    private static Instant now(ScriptedMonitor rig) {
        return ScriptedMonitor.BEGINNING.plus(rig.now());
    }

    private static TargetState state(ScriptedMonitor rig, String target) {
        return rig.status(target).state();
    }

    @Test
    void lastResults_areThoseOfEachWitnessInOrder() {
        ScriptedMonitor rig = monitor(1, 3, builder -> builder);
        assertThat(rig.monitor().witnesses()).as("before the first round").isEmpty();

        rig.on("dns:53").refused();
        rig.on("ntp:123").timesOut();
        rig.advance(Duration.ofSeconds(2));

        assertThat(rig.monitor().witnesses()).containsOnlyKeys(names(3));
        assertThat(List.copyOf(rig.monitor().witnesses().values()))
                .extracting(CheckResult::hostResponded)
                .containsExactly(true, true, false);
        assertThat(ScriptedMonitor.create().monitor().witnesses())
                .as("without witnesses")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void routeLostForThreeIntervals_isOneBlindnessAndNoTransition(int fall) {
        ScriptedMonitor rig = monitor(1, 2, builder -> builder.fall(fall));
        rig.otherwise().up(ROUND_TRIP);
        for (int i = 0; i < TARGETS; i++) {
            rig.monitor().add("db:" + (1 + i));
        }
        rig.advance(Duration.ofMillis(21_300));
        assertThat(rig.transitions()).hasSize(TARGETS);
        Instant lost = now(rig);
        lose(rig, 2);
        rig.otherwise().timesOut();
        rig.advance(Duration.ofSeconds(15));
        assertThat(rig.monitor().snapshot().targets()).allMatch(TargetStatus::lastHeld, "held");
        Instant back = now(rig);
        findAgain(rig, 2);
        rig.otherwise().up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(15));

        assertThat(rig.transitions()).hasSize(TARGETS).allMatch(each -> each.to() == TargetState.UP);
        assertThat(told).extracting(Blindness::isOver).containsExactly(false, true);
        Blindness over = told.get(1);
        TimeBounds ended = over.ended();
        assertThat(ended).isNotNull();
        assertThat(over.began()).isEqualTo(told.get(0).began());
        assertThat(over.began().earliest()).isEqualTo(at(20));
        // A second until the first target is silent, and another until the witnesses are.
        assertThat(over.began().latest()).isBetween(lost, lost.plusMillis(2_010));
        assertThat(ended.earliest()).isBetween(back.minusMillis(1_010), back);
        assertThat(ended.latest()).isBetween(back, back.plusMillis(1_010));
        assertThat(rig.monitor().blindness()).isNull();
        CheckCounts checks = rig.monitor().stats().checks();
        assertThat(checks.held()).isEqualTo(checks.downs()).isGreaterThanOrEqualTo(TARGETS);
        assertThat(rig.monitor().stats().blindnesses()).isEqualTo(1);
        assertThat(rig.monitor().stats().blind())
                .isEqualTo(Duration.between(over.began().latest(), ended.latest()));
        for (TargetStatus status : rig.monitor().snapshot().targets()) {
            assertUnobserved(status, lost, back);
        }
    }

    private static void assertUnobserved(TargetStatus status, Instant lost, Instant back) {
        OutageHistory history = status.outageHistory();
        assertThat(status.state()).isEqualTo(TargetState.UP);
        assertThat(status.lastHeld()).isFalse();
        assertThat(status.counts().down()).containsOnlyKeys(DownReason.TIMED_OUT);
        assertThat(status.counts().held()).isEqualTo(status.counts().downs());
        assertThat(status.counts().loss()).isZero();
        assertThat(history.outages()).isEmpty();
        assertThat(history.unobserved()).singleElement().satisfies(span -> {
            assertThat(span.from()).isBetween(lost, lost.plusSeconds(5));
            assertThat(span.to()).isBetween(back, back.plusSeconds(6));
        });
        OutageHistory.UptimeRange uptime = history.availability(Duration.ofHours(1));
        double length = Duration.between(uptime.from(), uptime.to()).toNanos();
        assertThat(uptime.upper()).isEqualTo(1);
        assertThat(uptime.lower()).isCloseTo(1 - history.unobservedTotal().toNanos() / length, within(1e-9));
    }

    @Test
    void refusalDuringABlindness_countsAtOnceAndSilenceOnlyAfterIt() {
        ScriptedMonitor rig = monitor(1, 1, builder -> builder.fall(1));
        rig.watch("refused:80").up(ROUND_TRIP);
        rig.watch("silent:80").up(ROUND_TRIP);
        rig.watch("unreachable:80").up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(12));
        lose(rig, 1);
        rig.on("refused:80").refused();
        rig.on("silent:80").timesOut();
        rig.on("unreachable:80").unreachable();
        rig.advance(Duration.ofSeconds(15));

        assertThat(state(rig, "refused:80")).isEqualTo(TargetState.DOWN);
        assertThat(rig.status("refused:80").lastHeld()).isFalse();
        assertThat(rig.status("refused:80").counts().held()).isZero();
        assertThat(state(rig, "silent:80")).isEqualTo(TargetState.UP);
        assertThat(rig.status("silent:80").lastHeld()).isTrue();
        assertThat(state(rig, "unreachable:80")).isEqualTo(TargetState.UP);
        assertThat(rig.status("unreachable:80").lastHeld()).isTrue();
        Instant back = now(rig);
        findAgain(rig, 1);
        rig.advance(Duration.ofSeconds(15));
        assertThat(state(rig, "silent:80")).isEqualTo(TargetState.DOWN);
        assertThat(state(rig, "unreachable:80")).isEqualTo(TargetState.DOWN);
        assertThat(rig.status("silent:80").since()).isAfter(back);
        assertThat(rig.status("silent:80").lastHeld()).isFalse();
        // Neither up nor down is known of the time between the last answer and the end.
        assertThat(rig.status("silent:80").outageHistory().outages())
                .singleElement()
                .satisfies(outage -> assertThat(outage.began().latest()).isAfter(back));
    }

    @ParameterizedTest
    @CsvSource({"3, DOWN", "2, DOWN", "1, UP", "0, UP"})
    void quorumOfTwo_decidesWhetherSilenceCounts(int responding, TargetState expected) {
        ScriptedMonitor rig = monitor(2, 3, builder -> builder.fall(1));
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(12));
        for (String name : names(3).subList(responding, 3)) {
            rig.on(name).timesOut();
        }
        rig.on("db:1").timesOut();
        rig.advance(Duration.ofSeconds(10));

        assertThat(state(rig, "db:1")).isEqualTo(expected);
        Blindness blindness = rig.monitor().blindness();
        if (expected == TargetState.DOWN) {
            assertThat(blindness).isNull();
            assertThat(told).isEmpty();
            assertThat(rig.monitor().stats().blindnesses()).isZero();
            return;
        }
        assertThat(told).hasSize(1);
        assertThat(blindness).isNotNull();
        assertThat(blindness.isOver()).isFalse();
        assertThat(blindness.responding()).isEqualTo(responding);
        assertThat(blindness.quorum()).isEqualTo(2);
        assertThat(blindness.witnesses()).containsOnlyKeys(names(3));
        assertThat(blindness.witnesses().values()).filteredOn(CheckResult::isUp).hasSize(responding);
        assertThat(blindness.witnesses().keySet()).containsExactlyElementsOf(names(3));
        assertThat(rig.monitor().stats().blind()).isPositive();
    }

    /** A RST proves the route; an error of a router does not, nor what is wrong on this side. */
    @Test
    void refusedWitness_respondsAndAnUnreachableOrUnknownOneDoesNot() {
        ScriptedMonitor rig = monitor(1, 3, builder -> builder);
        rig.on("gateway:80").refused();
        rig.on("dns:53").unreachable();
        rig.on("ntp:123").unknown(UnknownReason.UNRESOLVED);
        rig.advance(Duration.ofSeconds(12));
        assertThat(told).isEmpty();
        rig.on("gateway:80").unreachable();
        rig.advance(Duration.ofSeconds(12));

        assertThat(told)
                .singleElement()
                .satisfies(blindness -> assertThat(blindness.responding()).isZero());
    }

    @Test
    void routeLostBetweenTwoRounds_neverLetsATargetFall() {
        ScriptedMonitor rig = monitor(
                1,
                1,
                builder -> builder.fall(1)
                        .fastInterval(Duration.ofMillis(100))
                        .timeout(Duration.ofMillis(50))
                        .startSpread(Duration.ZERO));
        rig.watch("db:1").up(ROUND_TRIP);
        // Checked at 1.7, 6.7, 11.7 s and so on, where the witness is at 0, 5, 10 s.
        rig.advance(Duration.ofMillis(1_700));
        rig.watch("db:2").up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(9));
        lose(rig, 1);
        rig.on("db:2").timesOut();
        rig.advance(SECOND);
        assertThat(told).isEmpty();
        rig.advance(Duration.ofSeconds(2));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).began()).isEqualTo(new TimeBounds(at(10), at(11.8)));
        assertThat(state(rig, "db:2")).isEqualTo(TargetState.UP);
        assertThat(rig.status("db:2").lastHeld()).isTrue();
        assertThat(rig.status("db:2").lastAt()).isEqualTo(at(11.75));
    }

    /** Its witnesses had answered before the route was lost. */
    @Test
    void roundDuringTheCheck_doesNotProveTheRouteSince() {
        ScriptedMonitor rig = monitor(1, 1, builder -> builder.fall(1));
        rig.advance(Duration.ofMillis(4_500));
        rig.watch("slow:80").up(Duration.ofMillis(800));
        rig.advance(Duration.ofMillis(4_900));
        // Asked at 9.5 s, when the next round is at 10 s; the route is lost at 10.1 s.
        rig.on("slow:80").timesOut();
        rig.advance(Duration.ofMillis(700));
        lose(rig, 1);
        rig.advance(Duration.ofSeconds(3));

        assertThat(rig.status("slow:80").last()).isInstanceOf(CheckResult.Down.class);
        assertThat(state(rig, "slow:80")).isEqualTo(TargetState.UP);
        assertThat(rig.status("slow:80").lastHeld()).isTrue();
    }

    @Test
    void silenceOfACheckThatBeganBlind_isHeld() {
        ScriptedMonitor rig = monitor(1, 1, builder -> builder.fall(1).startSpread(Duration.ZERO));
        rig.advance(Duration.ofMillis(1_300));
        rig.watch("other:80").up(ROUND_TRIP);
        rig.advance(Duration.ofMillis(300));
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(Duration.ofMillis(3_900));
        lose(rig, 1);
        rig.on("other:80").timesOut();
        rig.on("db:1").timesOut();
        // The other one is silent at 7.3 s, and the witness at 8.3 s and so on. Asked at 11.6 s, and blind until 12.3
        // s.
        rig.advance(Duration.ofMillis(6_200));
        assertThat(told).hasSize(1);
        findAgain(rig, 1);
        rig.on("db:1").up(ROUND_TRIP);
        rig.advance(SECOND);
        assertThat(rig.monitor().blindness()).isNull();

        assertThat(rig.status("db:1").lastHeld()).isTrue();
        assertThat(rig.status("db:1").lastAt()).isEqualTo(at(12.6));
        rig.on("other:80").up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(10));
        assertThat(rig.transitions()).hasSize(2);
    }

    @Test
    void allSilentFromTheStart_leavesSilentTargetsUnknown() {
        ScriptedMonitor rig = monitor(1, 2, builder -> builder.fall(1));
        lose(rig, 2);
        rig.watch("silent:80").timesOut();
        rig.watch("up:80").up(ROUND_TRIP);
        rig.watch("refused:80").refused();
        rig.advance(Duration.ofSeconds(20));

        assertThat(state(rig, "silent:80")).isEqualTo(TargetState.UNKNOWN);
        assertThat(state(rig, "up:80")).isEqualTo(TargetState.UP);
        assertThat(state(rig, "refused:80")).isEqualTo(TargetState.DOWN);
        assertThat(rig.status("silent:80").outageHistory().observedFrom()).isNull();
        assertThat(told)
                .singleElement()
                .satisfies(blindness -> assertThat(blindness.began()).isEqualTo(new TimeBounds(at(0), at(1))));
    }

    @Test
    void witnessThatIsATarget_isCheckedForBoth() {
        ScriptedMonitor rig = monitor(1, 2, builder -> builder.fall(1));
        rig.advance(Duration.ofMillis(2_500));
        assertThat(rig.monitor().targets()).isEmpty();
        assertThat(rig.monitor().stats().targets()).isZero();
        assertThat(rig.monitor().status("gateway:80")).isNull();
        rig.monitor().add("gateway:80");
        rig.advance(Duration.ofMillis(5_100));

        assertThat(rig.checks())
                .filteredOn(check -> check.target().equals("gateway:80"))
                .extracting(ScriptedMonitor.Check::at)
                .containsExactly(
                        Duration.ZERO, Duration.ofMillis(2_500), SECOND.multipliedBy(5), Duration.ofMillis(7_500));
        assertThat(rig.monitor().targets()).containsExactly("gateway:80");
        assertThat(rig.monitor().stats().started()).isEqualTo(2);
        assertThat(rig.monitor().stats().checks().up()).isEqualTo(2);
        rig.on("gateway:80").timesOut();
        rig.advance(Duration.ofSeconds(10));
        assertThat(state(rig, "gateway:80")).isEqualTo(TargetState.DOWN);
        rig.on("dns:53").timesOut();
        rig.on("gateway:80").up();
        rig.advance(Duration.ofSeconds(10));
        assertThat(told).isEmpty();
        assertThat(state(rig, "gateway:80")).isEqualTo(TargetState.UP);
        rig.on("gateway:80").timesOut();
        rig.advance(Duration.ofSeconds(10));
        assertThat(told).hasSize(1);
        assertThat(state(rig, "gateway:80")).isEqualTo(TargetState.UP);
    }

    @Test
    void listenerAddedDuringABlindness_isToldOfItsEnd() {
        ScriptedMonitor rig = monitor(1, 1, builder -> builder);
        lose(rig, 1);
        rig.advance(Duration.ofSeconds(3));
        List<Blindness> late = new ArrayList<>();
        rig.monitor().addListener(new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {}

            @Override
            public void onBlindness(Blindness blindness) {
                late.add(blindness);
            }
        });
        rig.advance(Duration.ofSeconds(3));
        assertThat(late).isEmpty();
        findAgain(rig, 1);
        rig.advance(Duration.ofSeconds(3));

        assertThat(late).containsExactly(told.get(1));
        assertThat(late.get(0).isOver()).isTrue();
        assertThat(late.get(0).responding()).isEqualTo(1);
        assertThat(late.get(0).witnesses().get("gateway:80")).isInstanceOf(CheckResult.Up.class);
    }

    @Test
    void secondBlindness_countsInAddition() {
        ScriptedMonitor rig = monitor(1, 1, builder -> builder);
        rig.advance(Duration.ofSeconds(7));
        for (int i = 0; i < 2; i++) {
            lose(rig, 1);
            rig.advance(Duration.ofSeconds(10));
            findAgain(rig, 1);
            rig.advance(Duration.ofSeconds(10));
        }

        assertThat(told).extracting(Blindness::isOver).containsExactly(false, true, false, true);
        assertThat(rig.monitor().stats().blindnesses()).isEqualTo(2);
        Duration sum = Duration.ZERO;
        for (Blindness each : List.of(told.get(1), told.get(3))) {
            TimeBounds ended = each.ended();
            assertThat(ended).isNotNull();
            assertThat(ended.earliest()).isBeforeOrEqualTo(ended.latest());
            sum = sum.plus(Duration.between(each.began().latest(), ended.latest()));
        }
        assertThat(rig.monitor().stats().blind()).isEqualTo(sum);
        rig.monitor().close();
        rig.advance(Duration.ofHours(1));
        assertThat(rig.monitor().stats().blind()).isEqualTo(sum);
    }
}
