package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.monitor.CheckCounts.ReasonCodes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;

/** What all checks of a monitor found, those of removed targets included: counts and sums that never decrease. */
final class CheckTotals {
    private static final int NANOS_PER_MICRO = 1_000;

    private final LongAdder up = new LongAdder();
    private final LongAdder[] failures = new LongAdder[ReasonCodes.COUNT];
    private final LongAdder held = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();

    /** In two parts: the nanoseconds of a million targets overflow a long within weeks. */
    private final LongAdder roundTripMicros = new LongAdder();

    private final LongAdder roundTripRests = new LongAdder();

    private final LongAdder transitionsUp = new LongAdder();
    private final LongAdder transitionsDown = new LongAdder();

    CheckTotals() {
        for (int i = 0; i < failures.length; i++) {
            failures[i] = new LongAdder();
        }
    }

    void add(CheckResult result, boolean isHeld) {
        if (result instanceof CheckResult.Up) {
            up.increment();
            addRoundTrip(result.timing().roundTripNanos());
        } else if (result instanceof CheckResult.Down down) {
            failures[ReasonCodes.index(down.reason())].increment();
        } else if (result instanceof CheckResult.Unknown unknown) {
            failures[ReasonCodes.index(unknown.reason())].increment();
        }
        if (isHeld) {
            held.increment();
        }
    }

    private void addRoundTrip(long nanos) {
        if (nanos >= 0) {
            roundTrips.increment();
            roundTripMicros.add(nanos / NANOS_PER_MICRO);
            roundTripRests.add(nanos % NANOS_PER_MICRO);
        }
    }

    void addTransition(TargetState to) {
        (to == TargetState.UP ? transitionsUp : transitionsDown).increment();
    }

    long transitionsUp() {
        return transitionsUp.sum();
    }

    long transitionsDown() {
        return transitionsDown.sum();
    }

    CheckCounts counts() {
        // Before the failures that it is a part of, so that it is never more than they are.
        long heldNow = held.sum();
        return ReasonCodes.counts(up.sum(), reason -> failures[reason].sum(), heldNow);
    }

    long roundTrips() {
        return roundTrips.sum();
    }

    Duration roundTripSum() {
        return Duration.of(roundTripMicros.sum(), ChronoUnit.MICROS).plusNanos(roundTripRests.sum());
    }
}
