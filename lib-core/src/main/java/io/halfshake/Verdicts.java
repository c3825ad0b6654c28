package io.halfshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what happened to what it means: pure functions, the part of the product that must not be wrong. */
final class Verdicts {
    private Verdicts() {}

    /**
     * Who took the target's time away, if silence may not be held against it; null if it may. The target must have had
     * at least half of the timeout, and lost no more than a tenth of it to the checker's own queue.
     *
     * @param givenNanos from the first SYN to the deadline; zero or less if none was sent
     */
    static @Nullable UnknownReason unfairTo(long timeoutNanos, long givenNanos, long queuedNanos, long resolvingNanos) {
        if (queuedNanos > timeoutNanos / 10) {
            return UnknownReason.SATURATED;
        }
        if (givenNanos >= timeoutNanos / 2) {
            return null;
        }
        return resolvingNanos > timeoutNanos / 4 ? UnknownReason.UNRESOLVED : UnknownReason.STALLED;
    }

    /** One verdict from one result for each address, in the order in which they were asked. */
    static CheckResult combine(AddressPolicy policy, List<CheckResult> results) {
        return switch (policy) {
            case FIRST -> results.get(0);
            case ANY -> any(results);
            case ALL -> all(results);
        };
    }

    private static CheckResult any(List<CheckResult> results) {
        CheckResult down = null;
        CheckResult unknown = null;
        CheckResult noRoute = null;
        for (CheckResult result : results) {
            if (result.isUp()) {
                return result;
            } else if (result instanceof CheckResult.Down d) {
                down = moreTelling(down, d);
            } else if (result instanceof CheckResult.Unknown u && u.reason() == UnknownReason.NO_ROUTE) {
                noRoute = noRoute == null ? result : noRoute;
            } else {
                unknown = unknown == null ? result : unknown;
            }
        }
        return firstOf(unknown, down, noRoute);
    }

    private static CheckResult all(List<CheckResult> results) {
        CheckResult down = null;
        CheckResult unknown = null;
        CheckResult slowest = null;
        for (CheckResult result : results) {
            if (result instanceof CheckResult.Down d) {
                down = moreTelling(down, d);
            } else if (result.isUnknown()) {
                unknown = unknown == null ? result : unknown;
            } else if (slowest == null
                    || result.timing().roundTripNanos() > slowest.timing().roundTripNanos()) {
                slowest = result;
            }
        }
        return firstOf(down, unknown, slowest);
    }

    /** A refusal says more than an ICMP error, and that more than silence. */
    private static CheckResult moreTelling(@Nullable CheckResult known, CheckResult.Down next) {
        return known instanceof CheckResult.Down d && weight(d.reason()) >= weight(next.reason()) ? known : next;
    }

    private static int weight(DownReason reason) {
        return switch (reason) {
            case REFUSED -> 2;
            case UNREACHABLE -> 1;
            case TIMED_OUT -> 0;
        };
    }

    private static CheckResult firstOf(
            @Nullable CheckResult first, @Nullable CheckResult second, @Nullable CheckResult third) {
        if (first != null) {
            return first;
        }
        if (second != null) {
            return second;
        }
        if (third != null) {
            return third;
        }
        throw new IllegalArgumentException("results: [] (expected at least one)");
    }
}
