package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When witnesses are asked, and how results wait for them. */
class WitnessRoundsTest {
    private static final String WITNESS = "gateway:80";
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration ROUND_TRIP = Duration.ofMillis(2);

    private final List<Blindness> told = new ArrayList<>();
    private final List<TargetResult> results = new ArrayList<>();

    private ScriptedMonitor monitor(UnaryOperator<MonitorBuilder> settings) {
        ScriptedMonitor rig = ScriptedMonitor.create(builder -> settings.apply(builder.witnesses(List.of(WITNESS), 1)
                .fall(1)
                .startSpread(Duration.ZERO)
                .listener(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {}

                    @Override
                    public void onResult(TargetResult result) {
                        results.add(result);
                    }

                    @Override
                    public void onBlindness(Blindness blindness) {
                        told.add(blindness);
                    }
                })));
        rig.on(WITNESS).up(ROUND_TRIP);
        return rig;
    }

    private static List<Duration> rounds(ScriptedMonitor rig) {
        return checks(rig, WITNESS);
    }

    private static List<Duration> checks(ScriptedMonitor rig, String target) {
        return rig.checks().stream()
                .filter(check -> check.target().equals(target))
                .map(ScriptedMonitor.Check::at)
                .toList();
    }

    private static Duration millis(long count) {
        return Duration.ofMillis(count);
    }

    @Test
    void rounds_areRegularAndUseTheTimeoutOfTheBuilder() {
        ScriptedMonitor rig =
                monitor(builder -> builder.interval(SECOND.multipliedBy(3)).timeout(millis(700)));
        rig.advance(Duration.ofSeconds(10));

        assertThat(rounds(rig))
                .containsExactly(Duration.ZERO, SECOND.multipliedBy(3), SECOND.multipliedBy(6), SECOND.multipliedBy(9));
        assertThat(rig.checks()).allMatch(check -> check.timeout().equals(millis(700)));
    }

    @Test
    void jitter_movesRoundsWithoutDrift() {
        ScriptedMonitor rig = monitor(builder -> builder.jitter(1));
        rig.advance(Duration.ofMinutes(10));

        assertThat(rounds(rig)).hasSizeBetween(119, 122);
        assertThat(rounds(rig)).anyMatch(at -> at.toMillis() % 5_000 > 500 && at.toMillis() % 5_000 < 4_500);
    }

    @Test
    void silentTargets_shareOneRound() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.otherwise().timesOut();
        for (int i = 1; i <= 1_000; i++) {
            rig.monitor().add("db:" + i);
        }
        rig.advance(Duration.ofSeconds(4));

        assertThat(rounds(rig)).containsExactly(Duration.ZERO, SECOND);
        assertThat(rig.monitor().stats().down()).isEqualTo(1_000);
        assertThat(told).isEmpty();
    }

    @Test
    void roundsOnDemand_areATenthOfASecondApart() {
        ScriptedMonitor rig = monitor(builder -> builder.startSpread(Duration.ofSeconds(5)));
        rig.otherwise().timesOut();
        for (int i = 1; i <= 1_000; i++) {
            rig.monitor().add("db:" + i);
        }
        rig.advance(Duration.ofSeconds(20));
        List<Duration> rounds = rounds(rig);

        assertThat(rig.monitor().stats().down()).isEqualTo(1_000);
        for (int i = 1; i < rounds.size(); i++) {
            assertThat(rounds.get(i).minus(rounds.get(i - 1))).isGreaterThanOrEqualTo(millis(100));
        }
        assertThat(results).noneMatch(TargetResult::held);
    }

    @Test
    void blindMonitor_asksAtTheFastInterval() {
        ScriptedMonitor rig = monitor(builder -> builder.fastInterval(millis(1_500)));
        rig.on(WITNESS).timesOut();
        rig.advance(millis(4_900));

        assertThat(rounds(rig)).containsExactly(Duration.ZERO, millis(1_500), millis(3_000), millis(4_500));
    }

    @Test
    void witnessThatFailsAtOnce_isAskedTenTimesASecondAtMost() {
        ScriptedMonitor rig = monitor(builder -> builder.fastInterval(millis(1)));
        rig.on(WITNESS).unreachable();
        rig.advance(millis(2_050));

        assertThat(rounds(rig)).hasSize(21);
    }

    @Test
    void pendingResult_isInFlightAndMovesNoLaterCheck() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.on(WITNESS).up(millis(900));
        rig.watch("db:1").timesOut();
        rig.advance(millis(1_500));

        assertThat(rig.monitor().stats().inFlight()).isEqualTo(1);
        assertThat(rig.status("db:1").last()).isNull();
        assertThat(results).isEmpty();
        rig.advance(millis(500));
        assertThat(rig.monitor().stats().inFlight()).isZero();
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.DOWN);
        assertThat(rig.status("db:1").lastAt()).isEqualTo(ScriptedMonitor.BEGINNING.plusSeconds(1));
        assertThat(rig.status("db:1").since()).isEqualTo(ScriptedMonitor.BEGINNING.plusMillis(1_900));
        assertThat(results)
                .singleElement()
                .satisfies(result -> assertThat(result.atNanos()).isEqualTo(SECOND.toNanos()));
        Transition fall = rig.transitions().get(0);
        assertThat(fall.at()).isEqualTo(rig.status("db:1").since());
        assertThat(fall.bounds().latest()).isEqualTo(ScriptedMonitor.BEGINNING.plusSeconds(1));
        rig.advance(Duration.ofSeconds(14));
        assertThat(checks(rig, "db:1"))
                .containsExactly(Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
        assertThat(rig.monitor().stats().skipped()).isZero();
    }

    /** The second and third witness hang, and the quorum is one of them. */
    @Test
    void quorumMet_decidesBeforeTheOthersAnswer() {
        List<String> witnesses = List.of(WITNESS, "dns:53", "ntp:123");
        ScriptedMonitor rig = monitor(builder -> builder.witnesses(witnesses, 1));
        rig.on("dns:53").timesOut();
        rig.on("ntp:123").timesOut();
        rig.watch("db:1").timesOut();
        rig.advance(millis(1_010));

        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.DOWN);
        rig.advance(Duration.ofSeconds(3));
        // One check of each at a time: at 0 s and at 1 s.
        assertThat(rig.checks())
                .filteredOn(check -> witnesses.contains(check.target()))
                .hasSize(6);
    }

    @Test
    void resultOfARemovedTarget_isDropped() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.on(WITNESS).up(millis(900));
        rig.watch("db:1").timesOut();
        rig.advance(millis(1_500));
        rig.monitor().remove("db:1");

        assertThat(rig.monitor().stats().inFlight()).isZero();
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(Duration.ofSeconds(2));
        assertThat(rig.monitor().stats().inFlight()).isZero();
        assertThat(rig.monitor().stats().checks().downs()).isZero();
        assertThat(results).hasSize(1);
        assertThat(rig.status("db:1").counts().up()).isEqualTo(1);
    }

    @Test
    void close_cancelsTheRoundAndDropsWhatWaits() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.on(WITNESS).up(millis(900));
        rig.watch("db:1").timesOut();
        rig.advance(millis(1_500));
        rig.monitor().close();

        assertThat(rig.monitor().stats().inFlight()).isZero();
        assertThat(rig.cancelled()).extracting(ScriptedMonitor.Check::target).containsExactly(WITNESS);
        rig.advance(Duration.ofMinutes(1));
        assertThat(results).isEmpty();
        assertThat(rounds(rig)).containsExactly(Duration.ZERO, SECOND);
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UNKNOWN);
        assertThat(rig.monitor().blindness()).isNull();
    }

    @Test
    void roundDuringAStall_isRepeatedAndProvesNoBlindness() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.advance(millis(10_100));
        rig.on(WITNESS).timesOut();
        rig.advance(millis(5_000));
        assertThat(rounds(rig)).last().isEqualTo(Duration.ofSeconds(15));
        rig.on(WITNESS).up(ROUND_TRIP);
        rig.stall(Duration.ofSeconds(3));
        rig.advance(millis(100));

        assertThat(told).isEmpty();
        assertThat(rig.monitor().stats().stalls()).isEqualTo(1);
        assertThat(rounds(rig)).last().isEqualTo(millis(18_100));
        rig.on(WITNESS).timesOut();
        rig.advance(Duration.ofSeconds(6));
        assertThat(told).hasSize(1);
    }

    @Test
    void roundDuringAStall_provesNoHealth() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(millis(9_000));
        rig.on("db:1").timesOut();
        rig.on(WITNESS).up(ROUND_TRIP).up(millis(900)).timesOut();
        // Silent at 11 s, when a round is begun that is answered at 11.9 s.
        rig.advance(millis(2_050));
        rig.stall(Duration.ofSeconds(2));
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
        rig.advance(Duration.ofSeconds(2));

        assertThat(told).hasSize(1);
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
        assertThat(rig.status("db:1").last()).isInstanceOf(CheckResult.Down.class);
        assertThat(rig.status("db:1").lastHeld()).isTrue();
    }

    /** The engine was held up, and not the network. */
    @Test
    void stalledCheckOfAWitness_isRepeatedAndBeginsNoBlindness() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(millis(9_000));
        rig.on("db:1").timesOut();
        rig.on(WITNESS).up(ROUND_TRIP).unknown(UnknownReason.STALLED).up(ROUND_TRIP);
        // Silent at 11 s.
        rig.advance(millis(2_050));
        assertThat(rig.monitor().stats().inFlight()).isEqualTo(1);
        rig.advance(millis(950));

        assertThat(told).isEmpty();
        assertThat(rounds(rig)).endsWith(Duration.ofSeconds(11), millis(11_100));
        assertThat(rig.monitor().stats().inFlight()).isZero();
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.DOWN);
        assertThat(rig.status("db:1").lastHeld()).isFalse();
    }

    @Test
    void checksOfAWitnessThatStallTwiceInARow_areABlindness() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.watch("db:1").up(ROUND_TRIP);
        rig.advance(millis(9_000));
        rig.on("db:1").timesOut();
        rig.on(WITNESS).up(ROUND_TRIP).unknown(UnknownReason.STALLED).times(2).up(ROUND_TRIP);
        rig.advance(millis(2_500));

        assertThat(told).hasSize(1);
        assertThat(told.get(0).began().latest()).isEqualTo(ScriptedMonitor.BEGINNING.plusMillis(11_100));
        assertThat(rig.status("db:1").lastAt()).isEqualTo(ScriptedMonitor.BEGINNING.plusSeconds(11));
        assertThat(rig.status("db:1").state()).isEqualTo(TargetState.UP);
        assertThat(rig.status("db:1").lastHeld()).isTrue();
        rig.advance(millis(1_000));
        assertThat(told).extracting(Blindness::isOver).containsExactly(false, true);
    }

    @Test
    void stallsWithRoundsBetweenThem_beginNoBlindness() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.on(WITNESS)
                .unknown(UnknownReason.STALLED)
                .up(ROUND_TRIP)
                .unknown(UnknownReason.STALLED)
                .up(ROUND_TRIP);
        rig.advance(millis(7_000));

        assertThat(rounds(rig)).containsExactly(Duration.ZERO, millis(100), millis(5_000), millis(5_100));
        assertThat(told).isEmpty();
    }

    @Test
    void stalledWitnessBesideSilentOnes_isNotWaitedForWhereTheyAreTooMany() {
        ScriptedMonitor rig = monitor(
                builder -> builder.witnesses(List.of(WITNESS, "dns:53"), 2).fastInterval(millis(1_500)));
        rig.on(WITNESS).unknown(UnknownReason.STALLED);
        rig.on("dns:53").timesOut();
        rig.advance(millis(1_010));

        assertThat(told).hasSize(1);
        assertThat(rounds(rig)).containsExactly(Duration.ZERO);
    }

    /** It may have ended before such a round as well as after it. */
    @Test
    void stallDuringABlindness_neitherEndsNorProlongsIt() {
        ScriptedMonitor rig = monitor(builder -> builder.fastInterval(millis(1_500)));
        rig.on(WITNESS).timesOut().unknown(UnknownReason.STALLED).up(ROUND_TRIP);
        rig.advance(millis(4_000));

        assertThat(rounds(rig)).containsExactly(Duration.ZERO, millis(1_500), millis(3_000));
        assertThat(told).extracting(Blindness::isOver).containsExactly(false, true);
        assertThat(told.get(1).ended())
                .isEqualTo(new TimeBounds(
                        ScriptedMonitor.BEGINNING,
                        ScriptedMonitor.BEGINNING.plusMillis(3_000).plus(ROUND_TRIP)));
    }

    @Test
    void silenceDuringAStall_isHeldWithoutARound() {
        ScriptedMonitor rig = monitor(builder -> builder);
        rig.watch("db:1").up().timesOut();
        rig.advance(millis(5_100));
        rig.stall(Duration.ofSeconds(2));

        assertThat(rig.status("db:1").lastHeld()).isTrue();
        assertThat(rounds(rig)).hasSize(2);
        assertThat(told).isEmpty();
    }
}
