package io.halfshake;

import io.halfshake.internal.Durations;
import io.halfshake.spi.Outcome;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What one check is about, where its time went, and the results made of both. Guarded by the check. */
abstract class CheckRecord extends InFlightLimiter.Waiter {
    enum Phase {
        RESOLVING,
        QUEUED,
        ASKING,
        EXPIRED,
        DONE
    }

    final DefaultChecker checker;
    private final String target;
    private final long startedAt;
    final long deadline;

    /** When the addresses were known, which is where waiting for a place in flight begins. */
    private long queuedAt;

    private long queuedNanos;

    Phase phase = Phase.QUEUED;

    /** The addresses, once they are known. */
    @Nullable
    AddressAttempts candidates;

    /** From when it has its place in flight. */
    @Nullable
    AddressRace race;

    CheckRecord(DefaultChecker checker, String target, long timeoutNanos) {
        this.checker = checker;
        this.target = target;
        this.startedAt = checker.timers.now();
        this.deadline = startedAt + timeoutNanos;
        this.queuedAt = startedAt;
    }

    private int syns() {
        return race == null ? 0 : race.syns();
    }

    /** The address that a result is about where none was asked; null while none is known. */
    private @Nullable InetSocketAddress firstAddress() {
        return candidates == null ? null : candidates.address;
    }

    final long timeoutNanos() {
        return deadline - startedAt;
    }

    final long elapsedNanos(long now) {
        return Math.max(0, now - startedAt);
    }

    final void queued(long now) {
        queuedAt = now;
    }

    /** Its wait for a place is over. Returns the time. */
    final long admitted() {
        long now = hasWaited() ? checker.timers.now() : queuedAt;
        queuedNanos = now - queuedAt;
        return now;
    }

    /** What the outcome at one address means for this check. */
    final CheckResult result(AddressAttempts candidate, Outcome outcome, long now) {
        Evidence evidence = outcome.evidence().withSyns(candidate.syns()).withHandshake(candidate.handshake(outcome));
        long waited = candidate.waitedNanos();
        if (outcome instanceof Outcome.Answered answered) {
            return new CheckResult.Up(
                    target, candidate.address, timing(now, waited, answered.roundTripNanos()), evidence);
        }
        boolean late = AddressAttempts.isSilence(outcome)
                && Objects.requireNonNull(race).wasLate(candidate, now);
        if (outcome instanceof Outcome.Denied denied && !late) {
            return new CheckResult.Down(
                    target, candidate.address, denied.reason(), timing(now, waited, denied.roundTripNanos()), evidence);
        }
        Timing timing = timing(now, waited, Timing.NO_ROUND_TRIP);
        if (outcome instanceof Outcome.Failed failed) {
            return new CheckResult.Unknown(
                    target, candidate.address, failed.reason(), failed.cause(), timing, evidence);
        }
        return silence(candidate, evidence, timing, late);
    }

    private CheckResult silence(AddressAttempts candidate, Evidence evidence, Timing timing, boolean late) {
        long sentAt = candidate.firstSentAt();
        long given = sentAt == AddressAttempts.NEVER ? 0 : deadline - sentAt;
        UnknownReason unfair =
                ResultRules.unfairTo(timeoutNanos(), given, timing.queuedNanos(), timing.resolvingNanos());
        if (unfair == null && !late) {
            return new CheckResult.Down(target, candidate.address, DownReason.TIMED_OUT, timing, evidence);
        }
        String cause = unfair == null
                ? "no answer, but of two SYNs that were due only one was sent within "
                : "no answer, but the SYN was out for only " + Durations.readable(Math.max(0, given)) + " of ";
        return new CheckResult.Unknown(
                target,
                candidate.address,
                unfair == null ? UnknownReason.STALLED : unfair,
                tooLate(cause),
                timing,
                evidence);
    }

    /** It was silent, but not until the deadline, so that nothing is known of it. */
    final CheckResult abandoned(AddressAttempts candidate, long now) {
        long sentAt = candidate.firstSentAt();
        long given = sentAt == AddressAttempts.NEVER ? 0 : now - sentAt;
        return unknown(
                UnknownReason.SATURATED,
                tooLate("maxInFlight: no socket to spare, so that this address was abandoned for another after "
                        + Durations.readable(Math.max(0, given)) + " of "),
                candidate,
                candidate.waitedNanos(),
                now);
    }

    final CheckResult unknown(
            UnknownReason reason, @Nullable Throwable cause, AddressAttempts candidate, long waitedNanos, long now) {
        return new CheckResult.Unknown(
                target,
                candidate.address,
                reason,
                cause,
                timing(now, waitedNanos, Timing.NO_ROUND_TRIP),
                unheard(reason, candidate.syns()));
    }

    final CheckResult unknown(UnknownReason reason, @Nullable Throwable cause, long now) {
        return new CheckResult.Unknown(
                target, firstAddress(), reason, cause, timing(now, 0, Timing.NO_ROUND_TRIP), unheard(reason, syns()));
    }

    private Evidence unheard(UnknownReason reason, int syns) {
        String engine = checker.engineName();
        return syns == 0 ? Evidence.nothingSent(engine) : Evidence.abandoned(engine, reason, syns);
    }

    final TimeoutException tooLate(String text) {
        return new TimeoutException(text + Durations.readable(timeoutNanos()));
    }

    private Timing timing(long now, long waitedNanos, long roundTripNanos) {
        long resolving = phase == Phase.RESOLVING ? now - startedAt : queuedAt - startedAt;
        long queued = phase == Phase.QUEUED ? now - queuedAt : queuedNanos + waitedNanos;
        return new Timing(elapsedNanos(now), Math.max(0, queued), Math.max(0, resolving), roundTripNanos);
    }
}
