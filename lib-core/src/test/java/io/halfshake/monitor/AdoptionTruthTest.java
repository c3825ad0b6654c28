package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A target that moves from monitor to monitor against the truth, which the test knows. After each move its state lasts
 * long enough for some check to see it: what begins and ends while no monitor looks is seen by none.
 */
class AdoptionTruthTest {
    private static final Duration MAX_GAP = Duration.ofSeconds(90);
    private static final Duration MAX_STALL = Duration.ofSeconds(30);

    /** Somewhere in what is to be seen, or where it has just changed. */
    private static Duration gap(TruthCourse course, Random random) {
        Duration gap = Duration.ofMillis(random.nextInt((int) MAX_GAP.toMillis()));
        Duration rest = course.world.untilFlip(gap);
        return rest.compareTo(TruthCourse.SHORTEST) < 0 ? gap.plus(rest) : gap;
    }

    private static void move(TruthCourse course, Random random) {
        TargetStatus before = course.status();
        int transitions = course.transitions().size();
        TargetCheckpoint checkpoint = course.move(gap(course, random));
        TargetStatus after = course.status();

        assertThat(course.transitions()).as("%s", course.seed).hasSize(transitions);
        assertThat(after.state()).isEqualTo(before.state()).isEqualTo(checkpoint.state());
        assertThat(after.since()).isEqualTo(before.since());
        assertThat(after.outageHistory().observedFrom())
                .isEqualTo(before.outageHistory().observedFrom());
        assertThat(after.outageHistory().downtime().outages())
                .isEqualTo(before.outageHistory().downtime().outages());
        Outage outage = before.outageHistory().current();
        Outage same = after.outageHistory().current();
        if (outage == null || same == null) {
            assertThat(same).as("%s", course.seed).isEqualTo(outage);
        } else {
            assertThat(same.began()).as("%s", course.seed).isEqualTo(outage.began());
            assertThat(same.ended().earliest()).isEqualTo(outage.ended().earliest());
            assertThat(same.unobserved()).isEqualTo(outage.unobserved());
        }
        course.holds();
    }

    /** Each begins where the one before ended, and was one of the target itself: none is lost, and none is made up. */
    private static void transitionsHoldTheTruth(TruthCourse course) {
        List<Transition> transitions = course.transitions();
        TargetState state = TargetState.UNKNOWN;
        for (Transition each : transitions) {
            assertThat(each.from()).as("%s: %s", course.seed, transitions).isEqualTo(state);
            state = each.to();
            if (each.from() != TargetState.UNKNOWN) {
                long earliest = TruthWorld.nanosOf(each.bounds().earliest());
                long latest = TruthWorld.nanosOf(each.bounds().latest());
                assertThat(course.world.flips(state == TargetState.DOWN, earliest, latest))
                        .as("%s: %s", course.seed, each)
                        .isTrue();
            }
        }
        assertThat(course.status().state()).as("%s", course.seed).isEqualTo(state);
        if (!transitions.isEmpty()) {
            assertThat(course.status().since())
                    .isEqualTo(transitions.get(transitions.size() - 1).at());
        }
    }

    private static void stateIsTrueInTheEnd(TruthCourse course) {
        course.world.advancePastFlip(Duration.ZERO);
        course.world.advance(TruthCourse.SHORTEST.minusSeconds(1));
        boolean up = course.world.isUp(course.world.nanoTime());

        assertThat(course.status().state())
                .as("%s", course.seed)
                .isEqualTo(up ? TargetState.UP : TargetState.DOWN);
    }

    private static int play(long seed, Duration length) {
        // The last loop goes on for a while.
        TruthCourse course = new TruthCourse(seed, length.plusHours(1));
        Random random = new Random(~seed);
        int moves = 0;
        while (course.world.nanoTime() < length.toNanos()) {
            course.world.advance(Duration.ofMillis(random.nextInt(60_000)));
            course.holds();
            course.world.advancePastFlip(course.interval.multipliedBy(6));
            course.holds();
            Duration stall = Duration.ofMillis(random.nextInt((int) MAX_STALL.toMillis()));
            if (random.nextBoolean()) {
                course.world.processStandsStill(stall);
            } else {
                course.world.threadStandsStill(stall, course::holds);
            }
            // Several in a row, some of them before a result has come.
            for (int i = random.nextInt(4); i > 0 && course.status().state() != TargetState.UNKNOWN; i--) {
                move(course, random);
                moves++;
                course.world.advance(course.interval.multipliedBy(random.nextInt(4)));
                course.holds();
            }
            transitionsHoldTheTruth(course);
        }
        stateIsTrueInTheEnd(course);
        transitionsHoldTheTruth(course);
        return moves;
    }

    @Test
    void targetThatMoves_losesNoTransitionAndMakesNoneUp() {
        int moves = 0;
        for (long seed = 0; seed < 25; seed++) {
            moves += play(seed, Duration.ofMinutes(30));
        }

        assertThat(moves).isGreaterThan(100);
    }
}
