package io.halfshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One question about one target, from the call to the result.
 *
 * <p>Events come from the caller, the resolver, the engine and the timer. Each takes this object's monitor, decides,
 * and acts after it has let go: engines and callers are never called with the monitor held. Whatever is thrown on the
 * way ends the check, see {@link #fail}.
 */
final class Check extends CheckEnding {
    /** Whether a thread starts one socket after the other, and sees by itself what is to be started next. */
    private boolean starting;

    /** Whether the timer has come before its time. */
    private boolean fired;

    Check(DefaultChecker checker, String target, long timeoutNanos, Delivery delivery) {
        super(checker, target, timeoutNanos, delivery);
    }

    /** Begins with a resolved address. */
    void ask(InetSocketAddress address) {
        try {
            candidates = new AddressAttempts(address, null);
            // In the timers before it holds anything: whatever happens from here on, the timer ends it.
            long resend = checker.resendDelay(timeoutNanos(), timeoutNanos());
            long firstDue = resend == Resend.NONE ? deadline : deadline - timeoutNanos() + resend;
            if (checker.timers.schedule(this, firstDue)) {
                enter(true);
            } else {
                stop(UnknownReason.CHECKER_CLOSED);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Begins with a name. */
    void resolve(String host, int port) {
        try {
            phase = Phase.RESOLVING;
            if (!checker.timers.schedule(this, deadline)) {
                stop(UnknownReason.CHECKER_CLOSED);
                return;
            }
            CompletableFuture<List<InetAddress>> answer = answerTo(host);
            if (answer == null) {
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
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** The resolver's future; null if it gave none, which ends the check. */
    private @Nullable CompletableFuture<List<InetAddress>> answerTo(String host) {
        try {
            return Objects.requireNonNull(checker.resolver.resolve(host), "resolver: null (expected a future)");
        } catch (Throwable e) {
            finish(e, UnknownReason.UNRESOLVED);
            return null;
        }
    }

    private void resolved(String host, int port, @Nullable List<InetAddress> found, @Nullable Throwable error) {
        try {
            List<InetSocketAddress> usable = usable(found, port);
            if (usable == null) {
                return;
            }
            if (usable.isEmpty()) {
                finish(AddressOrder.cause(host, error), UnknownReason.UNRESOLVED);
                return;
            }
            synchronized (this) {
                if (phase != Phase.RESOLVING) {
                    return;
                }
                candidates = AddressAttempts.inOrder(usable);
                queued(checker.timers.now());
                resolution = null;
                phase = Phase.QUEUED;
            }
            enter(false);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** The addresses to ask; null if the resolver's list is unusable, which ends the check. */
    private @Nullable List<InetSocketAddress> usable(@Nullable List<InetAddress> found, int port) {
        try {
            return AddressOrder.of(found, port, checker.settings.addressPolicy());
        } catch (RuntimeException e) {
            finish(e, UnknownReason.UNRESOLVED);
            return null;
        }
    }

    private void enter(boolean isArmed) {
        if (checker.limiter.take(this)) {
            admitted(isArmed);
        } else if (isOver()) {
            // It ended just before it came into the queue.
            checker.limiter.leave(this);
        }
    }

    @Override
    void granted() {
        try {
            admitted(false);
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void admitted(boolean isArmed) {
        Attempt first = null;
        boolean several = false;
        boolean open = true;
        synchronized (this) {
            if (phase == Phase.QUEUED) {
                long now = admitted();
                AddressRace begun = new AddressRace(this, Objects.requireNonNull(candidates));
                race = begun;
                phase = Phase.ASKING;
                first = begun.next(now);
                several = begun.isOfSeveral();
                starting = several;
                open = (isArmed && !fired) || arm();
            }
        }
        if (first == null) {
            // It ended while it was granted its turn.
            checker.limiter.leave(this);
        } else if (!open) {
            stop(UnknownReason.CHECKER_CLOSED);
        } else {
            first.start();
            if (several) {
                goOn(true);
            }
        }
    }

    /** A socket that an address or a second SYN waited for is free. */
    void granted(AddressRace.Spare spare) {
        try {
            synchronized (this) {
                Objects.requireNonNull(race).granted(spare);
            }
            goOn(false);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** An engine delivered something: perhaps that decides. What is thrown here, the attempt fails the check with. */
    void answered(Attempt attempt) {
        AddressAttempts decided;
        boolean over;
        synchronized (this) {
            if (race == null || phase == Phase.DONE) {
                return;
            }
            long now = checker.timers.now();
            decided = race.over(attempt, now);
            over = done(race.evaluate(decided, now, phase == Phase.ASKING));
        }
        if (over) {
            end();
            return;
        }
        if (decided != null) {
            decided.cancelPending();
        }
        goOn(false);
    }

    /**
     * Starts what is to be started, and sets the timer to whatever comes next. An engine that answers inside
     * {@code start} makes a check ask its next address at once: a loop, which that answer finds running, keeps many
     * addresses from overflowing the stack.
     */
    private void goOn(boolean hasStarted) {
        boolean started = hasStarted;
        for (; ; ) {
            AddressRace current;
            Attempt next = null;
            boolean open = true;
            synchronized (this) {
                current = Objects.requireNonNull(race);
                if (phase == Phase.ASKING && (started || !starting)) {
                    next = current.next(checker.timers.now());
                    starting = next != null;
                    open = next != null || arm();
                }
            }
            giveBackSurplus(current);
            if (!open) {
                stop(UnknownReason.CHECKER_CLOSED);
            }
            if (next == null) {
                return;
            }
            next.start();
            started = true;
        }
    }

    /** What is given back may start other checks' sockets on this very stack. */
    private void giveBackSurplus(AddressRace current) {
        for (; ; ) {
            AddressRace.Spare spare;
            synchronized (this) {
                spare = current.surplus(!starting);
            }
            if (spare == null) {
                return;
            }
            checker.spareSockets.leave(spare);
            synchronized (this) {
                current.gaveBack(spare);
            }
        }
    }

    @Override
    void due(long now) {
        try {
            if (!resumeEnd()) {
                inTime(now);
            }
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void inTime(long now) {
        AddressRace expired = null;
        boolean asks;
        boolean open = true;
        boolean over;
        synchronized (this) {
            fired = true;
            over = done(dueResult(now));
            asks = phase == Phase.ASKING;
            if (asks && now - deadline >= 0) {
                asks = false;
                expired = Objects.requireNonNull(race);
                phase = Phase.EXPIRED;
                over = done(expired.evaluate(null, now, false));
                open = over || checker.timers.schedule(this, now + LAST_LOOK_NANOS);
            } else if (phase != Phase.DONE) {
                // Where it asks, the time is set anew below, or by the thread that starts sockets once that is done.
                open = checker.timers.schedule(this, deadline);
            }
        }
        if (over) {
            end();
        } else if (!open) {
            stop(UnknownReason.CHECKER_CLOSED);
        } else if (expired != null) {
            expired.expirePending();
        } else if (asks) {
            goOn(false);
        }
    }

    /** The result that the time alone brings; null where that is none. */
    private @Nullable CheckResult dueResult(long now) {
        if (phase == Phase.EXPIRED) {
            return Objects.requireNonNull(race).verdict(now);
        }
        if (now - deadline < 0 || phase == Phase.DONE || phase == Phase.ASKING) {
            return null;
        }
        if (phase == Phase.RESOLVING) {
            return unknown(UnknownReason.UNRESOLVED, tooLate("resolver: no answer within "), now);
        }
        if (!checker.limiter.isWaiting(this)) {
            // Its thread did not get to ask for a place, or to use the one that it was granted.
            return unknown(UnknownReason.STALLED, tooLate("not asked within "), now);
        }
        return unknown(
                UnknownReason.SATURATED,
                tooLate("maxInFlight: all " + checker.maxInFlight() + " places taken for "),
                now);
    }

    /** Sets the timer to whatever comes next while it asks. False if the checker has been closed. */
    private boolean arm() {
        return checker.timers.schedule(this, Objects.requireNonNull(race).nextDue(deadline));
    }
}
