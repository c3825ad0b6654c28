package io.halfshake;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** From what happened to what it means: pure functions, the part of the product that must not be wrong. */
final class ResultRules {
    private ResultRules() {}

    /**
     * Who took the target's time away, if silence may not be held against it; null if it may. The target must have had
     * at least half of the timeout, and lost no more than a tenth of it to the checker's own queue.
     *
     * @param givenNanos from the first SYN to the deadline; zero or less if none was sent
     * @param queuedNanos spent waiting for a place in flight, or for a socket to spare
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

    /** The same result of a check that took so long: what decides may have been found before the check was over. */
    static CheckResult lasting(long elapsedNanos, CheckResult result) {
        Timing timing = result.timing();
        if (timing.elapsedNanos() == elapsedNanos) {
            return result;
        }
        Timing whole = new Timing(elapsedNanos, timing.queuedNanos(), timing.resolvingNanos(), timing.roundTripNanos());
        if (result instanceof CheckResult.Up up) {
            return new CheckResult.Up(up.target(), up.address(), whole, up.evidence());
        }
        if (result instanceof CheckResult.Down down) {
            return new CheckResult.Down(down.target(), down.address(), down.reason(), whole, down.evidence());
        }
        CheckResult.Unknown unknown = (CheckResult.Unknown) result;
        return new CheckResult.Unknown(
                unknown.target(), unknown.address(), unknown.reason(), unknown.cause(), whole, unknown.evidence());
    }

    private static CheckResult any(List<CheckResult> results) {
        CheckResult down = null;
        CheckResult unknown = null;
        CheckResult notAsked = null;
        for (CheckResult result : results) {
            if (result.isUp()) {
                return result;
            } else if (result instanceof CheckResult.Down d) {
                down = moreTelling(down, d);
            } else if (result instanceof CheckResult.Unknown u && cannotBeAsked(u)) {
                notAsked = notAsked == null ? result : notAsked;
            } else {
                unknown = unknown == null ? result : unknown;
            }
        }
        return firstOf(unknown, down, notAsked);
    }

    /**
     * Whether it is for its address that a result is unknown, so that other addresses may decide: this machine has no
     * way to it, or the operating system forbids it. Unlike a packet that a firewall dropped (EPERM from the call that
     * sends): the next may pass.
     */
    private static boolean cannotBeAsked(CheckResult.Unknown result) {
        Evidence evidence = result.evidence();
        return switch (result.reason()) {
            case NO_ROUTE -> true;
            case NOT_PERMITTED -> !("EPERM".equals(evidence.errno()) && isSending(evidence.systemCall()));
            default -> false;
        };
    }

    private static boolean isSending(@Nullable String systemCall) {
        return systemCall != null && systemCall.startsWith("send");
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
