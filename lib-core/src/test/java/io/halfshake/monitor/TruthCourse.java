package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A target of which the truth is known, the monitor that has it, and what must hold of its history. */
final class TruthCourse {
    static final Duration SHORTEST = Duration.ofMinutes(2);
    private static final String TARGET = "192.0.2.1:80";

    final long seed;
    final TruthWorld world;
    final Duration interval;
    private final UnaryOperator<MonitorBuilder> settings;
    private final Queue<Runnable> calls = new ArrayDeque<>();
    private final List<Transition> transitions = new ArrayList<>();
    private Monitor monitor;

    /** With settings and a truth that follow from the seed. */
    TruthCourse(long seed, Duration length) {
        Random random = new Random(seed);
        this.seed = seed;
        world = new TruthWorld(random, random.nextInt(3) * 0.15, SHORTEST, SHORTEST.multipliedBy(3), length);
        interval = Duration.ofMillis(200 + random.nextInt(2_800));
        Duration timeout = interval.dividedBy(1 + random.nextInt(4));
        Duration fastInterval = interval.dividedBy(1 + random.nextInt(2));
        Duration downInterval = interval.dividedBy(2).multipliedBy(1 + random.nextInt(4));
        double jitter = random.nextDouble();
        int rise = 1 + random.nextInt(4);
        int fall = 1 + random.nextInt(8);
        settings = builder -> builder.interval(interval)
                .timeout(timeout)
                .fastInterval(fastInterval)
                .downInterval(downInterval)
                .jitter(jitter)
                .rise(rise)
                .fall(fall);
        monitor = build();
        monitor.add(TARGET);
    }

    private Monitor build() {
        return settings.apply(Monitor.builder(world.checker()))
                .time(world)
                .callbackExecutor(calls::add)
                .listener(transitions::add)
                .build();
    }

    /** In order, of all monitors. */
    List<Transition> transitions() {
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
        return transitions;
    }

    TargetStatus status() {
        return Objects.requireNonNull(monitor.status(TARGET));
    }

    /** Ends the monitor, and has another go on with the target later. */
    TargetCheckpoint move(Duration gap) {
        TargetCheckpoint checkpoint = Objects.requireNonNull(monitor.release(TARGET));
        // What waits for a listener would hold up the end.
        List<Transition> unused = transitions();
        monitor.close();
        world.advance(gap);
        monitor = build();
        monitor.adopt(checkpoint, TargetSettings.inherited());
        return checkpoint;
    }

    OutageHistory history() {
        return status().outageHistory();
    }

    /** An answer is taken to hold until the next one is due; with the jitter, and the time that one takes. */
    private long holdsNanos() {
        return 2 * interval.toNanos();
    }

    private void outagesHoldTheTruth() {
        for (Outage outage : history().outages()) {
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

    private void availabilityHoldsTheTruth(Duration window) {
        OutageHistory history = history();
        OutageHistory.UptimeRange found = history.availability(window);
        long from = TruthWorld.nanosOf(found.from());
        long to = TruthWorld.nanosOf(found.to());
        if (history.observedFrom() == null || from == to) {
            return;
        }
        double truth = (double) world.upBetween(from, to) / (to - from);
        double open = (double) holdsNanos() / (to - from) + 1e-9;

        assertThat(found.to()).isEqualTo(history.asOf());
        assertThat(truth).as("%s: %s", seed, found).isBetween(found.lower() - open, found.upper() + open);
    }

    /** What is sure is true, and what was not observed is no more than there was. */
    private void leastTotalsHoldTheTruth() {
        OutageHistory history = history();
        if (history.observedFrom() == null) {
            return;
        }
        long from = TruthWorld.nanosOf(history.observedFrom());
        long to = TruthWorld.nanosOf(history.asOf());

        assertThat(history.downtime().shortest()).as("%s", seed).isLessThanOrEqualTo(down(from, to));
        assertThat(history.unobservedTotal()).as("%s", seed).isBetween(Duration.ZERO, Duration.ofNanos(to - from));
    }

    private Duration down(long from, long to) {
        return Duration.ofNanos(to - from - world.upBetween(from, to));
    }

    /** An outage is in the totals once it is decided. That of a time that was not observed may never be. */
    void longestTotalHoldsTheTruth() {
        OutageHistory history = history();
        if (history.observedFrom() == null) {
            return;
        }
        long from = TruthWorld.nanosOf(history.observedFrom());
        long to = TruthWorld.nanosOf(history.asOf());

        assertThat(history.downtime().longest().plusNanos(holdsNanos()).plus(SHORTEST))
                .as("%s", seed)
                .isGreaterThanOrEqualTo(down(from, to));
    }

    /** What holds also of a target that moves. */
    void holds() {
        outagesHoldTheTruth();
        availabilityHoldsTheTruth(Duration.ofDays(365));
        availabilityHoldsTheTruth(SHORTEST.multipliedBy(5));
        // Short enough for what is open at its end to matter.
        availabilityHoldsTheTruth(interval.multipliedBy(12));
        leastTotalsHoldTheTruth();
    }
}
