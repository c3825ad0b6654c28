package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.internal.Durations;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of one target: waiting for its time, being asked, waiting again. It is always in the wheel: with the time of
 * the next check, or while one runs with the time at which that is given up.
 */
final class Watched extends Track {
    private static final long IDLE = -1;

    final int number;
    private final Rounds rounds;
    private boolean removed;
    private long planned;
    private long asked = IDLE;
    private @Nullable CompletableFuture<CheckResult> check;

    Watched(String target, Plan plan, Rounds rounds, int number, long now) {
        super(target, plan, now);
        this.rounds = rounds;
        this.number = number;
    }

    /** The first check. Returns false if the monitor is closed. */
    boolean begin(long at) {
        synchronized (this) {
            planned = at;
            return removed || rounds.wheel.schedule(this, at);
        }
    }

    /** Its time has come. No lock is held. */
    void due(long now) {
        long overdue;
        CompletableFuture<CheckResult> silent;
        synchronized (this) {
            if (isNotDue(now)) {
                return;
            }
            overdue = asked;
            silent = check;
            if (overdue == IDLE) {
                if (now - dueNanos() > Stalls.LATE_NANOS) {
                    missed(dueNanos());
                }
                asked = now;
                rounds.inFlight.incrementAndGet();
                rounds.wheel.schedule(this, now + Durations.nanos(plan.timeout()) + Rounds.GRACE_NANOS);
            }
        }
        if (overdue == IDLE) {
            rounds.ask(this, now);
            return;
        }
        // Its result may come at this very moment, and counts then.
        rounds.overdue(this, overdue);
        if (silent != null) {
            silent.cancel(true);
        }
    }

    /** A result may come between the wheel's letting go of this target and here, and plan the next check. */
    private boolean isNotDue(long now) {
        return removed || dueNanos() > now;
    }

    /** The check is on its way. Told after it was begun, when it may be over already. */
    void runs(CompletableFuture<CheckResult> future, long token) {
        boolean wanted;
        synchronized (this) {
            wanted = !removed;
            if (asked == token) {
                check = future;
            }
        }
        if (!wanted) {
            future.cancel(true);
        }
    }

    /** The process stood still: what runs gets its grace anew, and what was due is made up for at a given time. */
    synchronized void afterStall(long now, long turn) {
        if (isNotDue(now)) {
            return;
        }
        if (asked != IDLE) {
            rounds.wheel.schedule(this, now + Rounds.GRACE_NANOS);
            return;
        }
        missed(dueNanos());
        long at = turn;
        long interval = interval();
        if (turn - planned >= interval) {
            // Of several that were missed only the latest is made up for, and not if the next regular one is sooner.
            long missedChecks = (now - planned) / interval;
            planned += missedChecks * interval;
            rounds.skipped.add(missedChecks);
            if (turn - planned >= interval) {
                planned += interval;
                rounds.skipped.increment();
                at = planned;
            }
        }
        rounds.wheel.schedule(this, at);
    }

    /**
     * A result has come.
     *
     * @param token when the check was asked; a result that comes after it was given up is not wanted any more
     * @return whether it was wanted
     */
    boolean finished(long token, long now, CheckResult result, boolean held) {
        Change change;
        Transition transition = null;
        boolean[] submit = {};
        synchronized (this) {
            if (removed || asked != token) {
                return false;
            }
            over();
            change = learn(result, token, now, held, rounds.shared);
            if (change != null) {
                transition = rounds.transition(this, change, now, result);
                submit = rounds.enqueue(transition);
            }
            planNext(token, now);
        }
        if (transition != null) {
            rounds.changed(transition, submit);
        }
        return true;
    }

    private void over() {
        asked = IDLE;
        check = null;
        rounds.inFlight.decrementAndGet();
    }

    private long interval() {
        // After an Unknown, more checks would only make it worse.
        return plan.intervalNanos(state(), inDoubt() && !isUnobserved());
    }

    private void planNext(long token, long now) {
        long interval = interval();
        // By the jitter of a long interval a check may be made so early that its plan is far off for a short one.
        boolean early = planned - token > interval / 2;
        long next = (early ? token : planned) + interval;
        if (now - next > interval / 2) {
            long skipped = (now - next) / interval + 1;
            next += skipped * interval;
            rounds.skipped.add(skipped);
        }
        planned = next;
        rounds.wheel.schedule(this, Math.max(now, next + rounds.jitter(this, next, interval)));
    }

    /** Takes it out of everything. */
    void remove() {
        CompletableFuture<CheckResult> running;
        synchronized (this) {
            removed = true;
            running = check;
            if (asked != IDLE) {
                over();
            }
            rounds.wheel.cancel(this);
        }
        rounds.shared.forgetCause(this);
        if (running != null) {
            running.cancel(true);
        }
    }

    synchronized TargetStatus statusNow(Spans stalls) {
        // The moment is taken here, so that nothing in the status is later.
        return status(rounds.anchor(), stalls, rounds.shared);
    }

    synchronized State stateNow() {
        return state();
    }
}
