package io.halfshake;

import io.halfshake.internal.Durations;
import io.halfshake.spi.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One question about one target, from the call to the result.
 *
 * <p>Events come from the caller, the resolver, the engine and the timer. Each takes this object's monitor, decides,
 * and acts after it has let go: engines and callers are never called with the monitor held.
 */
final class Check extends Budget.Waiter {
    /** How long after the deadline an engine may take for its last look, before the result is that we were stalled. */
    private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private enum Phase {
        RESOLVING,
        QUEUED,
        ASKING,
        EXPIRED,
        DONE
    }

    final DefaultChecker checker;
    private final String target;
    private final Delivery delivery;
    private final long startedAt;
    final long deadline;

    /** The addresses, once they are known. */
    private @Nullable Candidate candidates;

    private @Nullable Asking asking;
    private Phase phase = Phase.QUEUED;
    private @Nullable CompletableFuture<List<InetAddress>> resolution;
    private boolean holdsSlot;
    private boolean cancelled;
    private long phaseSince;
    private long resolvingNanos;
    private long queuedNanos;

    Check(DefaultChecker checker, String target, long timeoutNanos, Delivery delivery) {
        this.checker = checker;
        this.target = target;
        this.delivery = delivery;
        this.startedAt = checker.wheel.now();
        this.deadline = startedAt + timeoutNanos;
        this.phaseSince = startedAt;
    }

    /** Begins with a resolved address. */
    void ask(InetSocketAddress address) {
        candidates = new Candidate(address, null);
        checker.budget.acquire(this);
        boolean open;
        synchronized (this) {
            open = phase != Phase.QUEUED || arm();
        }
        if (!open) {
            stop(UnknownReason.CHECKER_CLOSED);
        }
    }

    /** Begins with a name. */
    void resolve(String host, int port) {
        boolean open;
        synchronized (this) {
            phase = Phase.RESOLVING;
            open = arm();
        }
        if (!open) {
            stop(UnknownReason.CHECKER_CLOSED);
            return;
        }
        CompletableFuture<List<InetAddress>> answer;
        try {
            answer = checker.resolver.resolve(host);
        } catch (RuntimeException | Error e) {
            finish(e, UnknownReason.UNRESOLVED);
            return;
        }
        if (answer == null) {
            finish(new NullPointerException("resolver: null (expected a future)"), UnknownReason.UNRESOLVED);
            return;
        }
        boolean late;
        synchronized (this) {
            resolution = answer;
            late = phase == Phase.DONE;
        }
        if (late) {
            checker.forget(answer);
        }
        CompletableFuture<?> unused = answer.whenComplete((found, error) -> resolved(host, port, found, error));
    }

    private void resolved(String host, int port, @Nullable List<InetAddress> found, @Nullable Throwable error) {
        List<InetSocketAddress> usable;
        try {
            usable = Resolutions.usable(found, port, checker.settings.addressPolicy());
        } catch (RuntimeException e) {
            finish(e, UnknownReason.UNRESOLVED);
            return;
        }
        if (usable.isEmpty()) {
            finish(Resolutions.cause(host, error), UnknownReason.UNRESOLVED);
            return;
        }
        synchronized (this) {
            if (phase != Phase.RESOLVING) {
                return;
            }
            long now = checker.wheel.now();
            resolvingNanos = now - startedAt;
            resolution = null;
            phase = Phase.QUEUED;
            phaseSince = now;
            candidates = Candidate.inOrder(usable);
        }
        checker.budget.acquire(this);
    }

    @Override
    void granted() {
        Attempt starts = null;
        boolean wanted;
        boolean open = true;
        synchronized (this) {
            wanted = phase == Phase.QUEUED;
            if (wanted) {
                long now = checker.wheel.now();
                holdsSlot = true;
                queuedNanos = hasWaited() ? now - phaseSince : 0;
                phase = Phase.ASKING;
                asking = new Asking(this, Objects.requireNonNull(candidates));
                asking.askNext(now);
                open = arm();
                starts = asking.takeStarts();
            }
        }
        if (!wanted) {
            checker.budget.release();
        }
        act(starts, null, open);
    }

    /** An engine told something: perhaps that decides. */
    void answered() {
        Attempt starts;
        CheckResult result;
        boolean open = true;
        synchronized (this) {
            if (asking == null || phase == Phase.DONE) {
                return;
            }
            result = done(asking.evaluate(checker.wheel.now(), phase == Phase.ASKING));
            starts = asking.takeStarts();
            if (result == null && starts != null) {
                open = arm();
            }
        }
        act(starts, result, open);
    }

    /** A socket is free again. */
    void attemptOver() {
        checker.releaseProbe();
    }

    @Override
    void due(long now) {
        Attempt starts;
        CheckResult result;
        Asking expired = null;
        boolean open = true;
        synchronized (this) {
            Phase before = phase;
            result = done(next(now));
            starts = asking == null ? null : asking.takeStarts();
            if (result == null && phase != Phase.DONE) {
                open = arm();
                expired = before != phase ? asking : null;
            }
        }
        act(starts, result, open);
        if (expired != null) {
            expired.expirePending();
        }
    }

    private @Nullable CheckResult next(long now) {
        return switch (phase) {
            case RESOLVING -> unknown(UnknownReason.UNRESOLVED, tooLate("resolver: no answer within "), null, now);
            case QUEUED ->
                unknown(
                        UnknownReason.SATURATED,
                        tooLate("maxInFlight: all " + checker.maxInFlight() + " places taken for "),
                        firstAddress(),
                        now);
            case ASKING -> asked(now, Objects.requireNonNull(asking));
            case EXPIRED -> Objects.requireNonNull(asking).verdict(now);
            case DONE -> null;
        };
    }

    private @Nullable CheckResult asked(long now, Asking current) {
        if (now - deadline < 0) {
            current.due(now);
            return null;
        }
        phase = Phase.EXPIRED;
        phaseSince = now;
        return current.evaluate(now, false);
    }

    /** Ends the check early, as Unknown. Does nothing if it is over. */
    void stop(UnknownReason reason) {
        finish(null, reason);
    }

    /** Ends the check because nobody wants to know any more. Does nothing if it is over. */
    void cancel() {
        synchronized (this) {
            if (phase == Phase.DONE) {
                return;
            }
            cancelled = true;
        }
        stop(UnknownReason.INTERRUPTED);
    }

    private void finish(@Nullable Throwable cause, UnknownReason reason) {
        CheckResult result;
        synchronized (this) {
            if (phase == Phase.DONE) {
                return;
            }
            result = done(unknown(reason, cause, firstAddress(), checker.wheel.now()));
        }
        act(null, result, true);
    }

    /** From here on nobody changes anything any more: who gets the result back acts on it, without the monitor. */
    private @Nullable CheckResult done(@Nullable CheckResult result) {
        if (result != null) {
            phase = Phase.DONE;
        }
        return result;
    }

    private void act(@Nullable Attempt starts, @Nullable CheckResult result, boolean open) {
        if (result != null) {
            end(result);
        } else if (!open) {
            stop(UnknownReason.CHECKER_CLOSED);
        }
        for (Attempt attempt = starts; attempt != null; attempt = attempt.nextToStart) {
            attempt.start();
        }
    }

    /** Whatever goes wrong on the way, the result is delivered and the slot given back. */
    private void end(CheckResult result) {
        try {
            checker.wheel.cancel(this);
            if (resolution != null) {
                checker.forget(resolution);
            }
            if (asking != null) {
                asking.cancelPending();
            }
            checker.count(result, cancelled);
        } finally {
            deliverAndRelease(result);
        }
    }

    private void deliverAndRelease(CheckResult result) {
        try {
            delivery.deliver(result);
        } finally {
            if (holdsSlot) {
                checker.budget.release();
            } else {
                checker.budget.leave(this);
            }
        }
    }

    /** What the outcome at one address means for this check. */
    CheckResult result(Candidate candidate, Outcome outcome, long now) {
        Evidence evidence = outcome.evidence().withSyns(candidate.syns());
        if (outcome instanceof Outcome.Answered answered) {
            return new CheckResult.Up(target, candidate.address, timing(now, answered.roundTripNanos()), evidence);
        }
        if (outcome instanceof Outcome.Denied denied) {
            return new CheckResult.Down(
                    target, candidate.address, denied.reason(), timing(now, denied.roundTripNanos()), evidence);
        }
        if (outcome instanceof Outcome.Failed failed) {
            return new CheckResult.Unknown(
                    target,
                    candidate.address,
                    failed.reason(),
                    failed.cause(),
                    timing(now, Timing.NO_ROUND_TRIP),
                    evidence);
        }
        return silence(candidate, evidence, now);
    }

    private CheckResult silence(Candidate candidate, Evidence evidence, long now) {
        long sentAt = candidate.firstSentAt();
        long given = sentAt == Candidate.NEVER ? 0 : deadline - sentAt;
        UnknownReason unfair = Verdicts.unfairTo(timeoutNanos(), given, queuedNanos, resolvingNanos);
        Timing timing = timing(now, Timing.NO_ROUND_TRIP);
        return unfair == null
                ? new CheckResult.Down(target, candidate.address, DownReason.TIMED_OUT, timing, evidence)
                : new CheckResult.Unknown(
                        target,
                        candidate.address,
                        unfair,
                        tooLate("no answer, but the SYN was out for only " + Durations.readable(Math.max(0, given))
                                + " of "),
                        timing,
                        evidence);
    }

    CheckResult unknown(
            UnknownReason reason, @Nullable Throwable cause, @Nullable InetSocketAddress address, long now) {
        return new CheckResult.Unknown(
                target, address, reason, cause, timing(now, Timing.NO_ROUND_TRIP), unheard(reason));
    }

    /** Where SYNs went out and the engine was held up, nobody knows whether an answer came and was acknowledged. */
    private Evidence unheard(UnknownReason reason) {
        int syns = asking == null ? 0 : asking.syns();
        Handshake handshake = reason == UnknownReason.STALLED && syns > 0 ? Handshake.FULL : Handshake.HALF;
        return new Evidence(
                Speaker.THIS_HOST, null, null, null, syns, checker.engine.name(), handshake, Evidence.Clock.NONE);
    }

    TimeoutException tooLate(String text) {
        return new TimeoutException(text + Durations.readable(timeoutNanos()));
    }

    private @Nullable InetSocketAddress firstAddress() {
        return candidates == null ? null : candidates.address;
    }

    long timeoutNanos() {
        return deadline - startedAt;
    }

    private Timing timing(long now, long roundTripNanos) {
        long resolving = phase == Phase.RESOLVING ? now - phaseSince : resolvingNanos;
        long queued = phase == Phase.QUEUED ? now - phaseSince : queuedNanos;
        return new Timing(Math.max(0, now - startedAt), Math.max(0, queued), Math.max(0, resolving), roundTripNanos);
    }

    /** Sets the timer to whatever comes next. False if the checker has been closed. */
    private boolean arm() {
        long next = phase == Phase.EXPIRED ? phaseSince + LAST_LOOK_NANOS : deadline;
        return checker.wheel.schedule(this, phase == Phase.ASKING && asking != null ? asking.nextDue(next) : next);
    }
}
