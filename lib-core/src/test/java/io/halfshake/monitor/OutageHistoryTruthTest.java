package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The books against the truth, which the test knows and the monitor does not. Each state lasts long enough for some
 * check to see it, since of what nobody saw nobody can tell.
 */
class OutageHistoryTruthTest {
    private static final String TARGET = "192.0.2.1:80";
    private static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final Duration MAX_STALL = Duration.ofSeconds(30);

    private record Course(long seed, TruthWorld world, Monitor monitor, Duration interval) {
        static Course of(long seed, Duration length) {
            Random random = new Random(seed);
            TruthWorld world =
                    new TruthWorld(random, random.nextInt(3) * 0.15, SHORTEST, SHORTEST.multipliedBy(3), length);
            Duration interval = Duration.ofMillis(200 + random.nextInt(2_800));
            Monitor monitor = Monitor.builder(world.checker())
                    .time(world)
                    .interval(interval)
                    .timeout(interval.dividedBy(1 + random.nextInt(4)))
                    .fastInterval(interval.dividedBy(1 + random.nextInt(2)))
                    .downInterval(interval.dividedBy(2).multipliedBy(1 + random.nextInt(4)))
                    .jitter(random.nextDouble())
                    .rise(1 + random.nextInt(4))
                    .fall(1 + random.nextInt(8))
                    .build();
            monitor.add(TARGET);
            return new Course(seed, world, monitor, interval);
        }

        OutageHistory ledger() {
            TargetStatus status = monitor.status(TARGET);
            if (status == null) {
                throw new AssertionError("it is watched");
            }
            return status.outageHistory();
        }

        /** An answer is taken to hold until the next one is due; with the jitter, and the time that one takes. */
        long holdsNanos() {
            return 2 * interval.toNanos();
        }

        void outagesHoldTheTruth() {
            for (Outage outage : ledger().outages()) {
                long lastGood = TruthWorld.nanosOf(outage.began().earliest());
                long firstBad = TruthWorld.nanosOf(outage.began().latest());
                long lastBad = TruthWorld.nanosOf(outage.ended().earliest());
                long firstGood = TruthWorld.nanosOf(outage.ended().latest());

                assertThat(world.flips(true, lastGood, firstBad))
                        .as("%s: began %s", seed, outage)
                        .isTrue();
                assertThat(outage.ongoing() || world.flips(false, lastBad, firstGood))
                        .as("%s: ended %s", seed, outage)
                        .isTrue();
                assertThat(outage.shortest()).as("%s", outage).isLessThanOrEqualTo(outage.longest());
            }
        }

        void availabilityHoldsTheTruth(Duration window) {
            OutageHistory ledger = ledger();
            OutageHistory.UptimeRange found = ledger.availability(window);
            long from = TruthWorld.nanosOf(found.from());
            long to = TruthWorld.nanosOf(found.to());
            if (ledger.observedFrom() == null || from == to) {
                return;
            }
            double truth = (double) world.upBetween(from, to) / (to - from);
            double open = (double) holdsNanos() / (to - from) + 1e-9;

            assertThat(found.to()).isEqualTo(ledger.asOf());
            assertThat(truth).as("%s: %s", seed, found).isBetween(found.lower() - open, found.upper() + open);
        }

        void totalsHoldTheTruth() {
            OutageHistory ledger = ledger();
            if (ledger.observedFrom() == null) {
                return;
            }
            long from = TruthWorld.nanosOf(ledger.observedFrom());
            long to = TruthWorld.nanosOf(ledger.asOf());
            Duration down = Duration.ofNanos(to - from - world.upBetween(from, to));
            OutageHistory.DowntimeTotal total = ledger.downtime();

            assertThat(total.shortest()).as("%s", seed).isLessThanOrEqualTo(down);
            assertThat(total.longest().plusNanos(holdsNanos() + undecidedNanos()))
                    .as("%s", seed)
                    .isGreaterThanOrEqualTo(down);
            assertThat(ledger.unobservedTotal()).as("%s", seed).isBetween(Duration.ZERO, Duration.ofNanos(to - from));
        }

        /** An outage is in the totals once it is decided. */
        private long undecidedNanos() {
            return SHORTEST.toNanos();
        }

        void hold() {
            outagesHoldTheTruth();
            availabilityHoldsTheTruth(Duration.ofDays(365));
            availabilityHoldsTheTruth(SHORTEST.multipliedBy(5));
            // Short enough for what is open at its end to matter.
            availabilityHoldsTheTruth(interval.multipliedBy(12));
            totalsHoldTheTruth();
        }
    }

    private static void play(long seed, Duration length) {
        Course course = Course.of(seed, length);
        Random random = new Random(~seed);
        while (course.world.nanoTime() < length.toNanos()) {
            course.world.advance(Duration.ofMillis(random.nextInt(60_000)));
            course.hold();
            course.world.advancePastFlip(course.interval.multipliedBy(6));
            course.hold();
            Duration stall = Duration.ofMillis(random.nextInt((int) MAX_STALL.toMillis()));
            if (random.nextBoolean()) {
                course.world.processStandsStill(stall);
            } else {
                course.world.threadStandsStill(stall, course::hold);
            }
            course.hold();
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
