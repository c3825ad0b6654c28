package io.halfshake.monitor;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The history against the truth, which the test knows and the monitor does not. Each state lasts long enough for some
 * check to see it: what no check sees is not known.
 */
class OutageHistoryTruthTest {
    private static final Duration MAX_STALL = Duration.ofSeconds(30);

    private static void hold(TruthCourse course) {
        course.holds();
        course.longestTotalHoldsTheTruth();
    }

    private static void play(long seed, Duration length) {
        TruthCourse course = new TruthCourse(seed, length);
        Random random = new Random(~seed);
        while (course.world.nanoTime() < length.toNanos()) {
            course.world.advance(Duration.ofMillis(random.nextInt(60_000)));
            hold(course);
            course.world.advancePastFlip(course.interval.multipliedBy(6));
            hold(course);
            Duration stall = Duration.ofMillis(random.nextInt((int) MAX_STALL.toMillis()));
            if (random.nextBoolean()) {
                course.world.processStandsStill(stall);
            } else {
                course.world.threadStandsStill(stall, () -> hold(course));
            }
            hold(course);
        }
    }

    @Test
    void outageHistory_boundsTheTruthAtAnyMoment() {
        for (long seed = 0; seed < 25; seed++) {
            play(seed, Duration.ofMinutes(30));
        }
    }

    @Test
    void outageHistory_boundsTheTruthAfterForgettingTheOldest() {
        for (long seed = 1_000; seed < 1_001; seed++) {
            play(seed, Duration.ofHours(12));
        }
    }
}
