package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.internal.Durations;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of one target, on top of its history. It is always in the wheel: with the time of the next check, or
 * while one runs with the time at which that is abandoned, unless its result waits for the witnesses by then. Guarded
 * by its monitor, which the scheduler holds too while it puts a result into the listeners' queues.
 */
final class MonitoredTarget extends TargetHistory {
    /** Far more than a checker takes beyond the timeout: a quarter of a second where an engine hangs. */
    static final long GRACE_NANOS = 1_000_000_000;

    private static final long IDLE = -1;

    private static final byte MONITORED = 0;

    /** The result of its check has come, and waits for the witnesses. */
    private static final byte PENDING = 1;

    /** Its schedule has ended. */
    private static final byte REMOVED = 2;

    /** Its removal waits for the listeners as well. */
    private static final byte ANNOUNCED = 3;

    final int number;
    private final MonitorContext context;

    /** One byte, where an enum or a second flag would make each target larger by eight. */
    private byte stage = MONITORED;

    private long planned;
    private long asked = IDLE;
    private @Nullable CompletableFuture<CheckResult> check;

    MonitoredTarget(String target, EffectiveSettings effective, MonitorContext context, int number, Instant now) {
        super(target, effective, now);
        this.context = context;
        this.number = number;
    }

    /** What a target wants when its time in the wheel has come. */
    enum Action {
        NONE,
        START,
        ABANDON
    }

    /**
     * What is to be done, without locks.
     *
     * @param token when the check to abandon was started
     * @param check that check; null if the checker has not returned it yet
     */
    record Due(Action action, long token, @Nullable CompletableFuture<CheckResult> check) {
        private static final Due NONE = new Due(Action.NONE, IDLE, null);
        private static final Due START = new Due(Action.START, IDLE, null);
    }

    /**
     * A result that was taken in.
     *
     * @param state the state after it
     * @param transition null if the state is what it was
     */
    record Accepted(
            String target, TargetState state, @Nullable Transition transition) {}

    /** Schedules the first check. Returns false if the monitor is closed. */
    synchronized boolean begin(long at) {
        planned = at;
        return isRemoved() || context.wheel.schedule(this, at);
    }

    /** Its time has come: for a check, or to abandon one. */
    synchronized Due due(long now) {
        if (isNotDue(now)) {
            return Due.NONE;
        }
        if (stage == PENDING) {
            context.wheel.schedule(this, now + GRACE_NANOS);
            return Due.NONE;
        }
        if (asked != IDLE) {
            return new Due(Action.ABANDON, asked, check);
        }
        if (now - dueNanos() > StallDetector.LATE_NANOS) {
            missed(dueNanos());
        }
        asked = now;
        context.inFlight.incrementAndGet();
        context.wheel.schedule(this, now + Durations.nanos(effective.timeout()) + GRACE_NANOS);
        return Due.START;
    }

    /** A result may come after the wheel has taken this target out and before this call, and plan the next check. */
    private boolean isNotDue(long now) {
        return isRemoved() || dueNanos() > now;
    }

    /** The check was started, and may be over already. Returns false if it is to be cancelled. */
    synchronized boolean started(CompletableFuture<CheckResult> future, long token) {
        if (asked == token) {
            check = future;
        }
        return !isRemoved();
    }

    /** After a stall: what runs gets its grace anew, and what was due is made up for at a given time. */
    synchronized Due afterStall(long now, long turn) {
        if (isNotDue(now)) {
            return Due.NONE;
        }
        if (asked != IDLE) {
            context.wheel.schedule(this, now + GRACE_NANOS);
            return Due.NONE;
        }
        missed(dueNanos());
        long at = turn;
        long interval = interval();
        if (turn - planned >= interval) {
            // Of several that were missed only the latest is made up for, and not if the next regular one is sooner.
            long missedChecks = (now - planned) / interval;
            planned += missedChecks * interval;
            context.skipped.add(missedChecks);
            if (turn - planned >= interval) {
                planned += interval;
                context.skipped.increment();
                at = planned;
            }
        }
        context.wheel.schedule(this, at);
        return Due.NONE;
    }

    /** Whether this check's result is still wanted, and has not come yet. */
    synchronized boolean isAwaited(long token) {
        return stage == MONITORED && asked == token;
    }

    /** The result has come, and waits: the check stays in flight, and is not abandoned any more. */
    synchronized void pend() {
        stage = PENDING;
    }

    /**
     * Takes a result in and schedules the next check.
     *
     * @param token when the check was started
     * @param answered when the result came
     * @param held whether the state is to take no notice of the result
     * @param waited whether the result was pending
     * @return null if the check was abandoned, or the target removed
     */
    synchronized @Nullable Accepted accept(
            long token, long answered, CheckResult result, boolean held, boolean waited) {
        if (stage != (waited ? PENDING : MONITORED) || asked != token) {
            return null;
        }
        stage = MONITORED;
        over();
        long now = waited ? context.now() : answered;
        Change change = learn(result, token, answered, held, context.interner, context.stalls);
        Transition transition = change == null ? null : transition(change, now, result);
        planNext(token, now);
        return new Accepted(target, state(), transition);
    }

    private boolean isRemoved() {
        return stage >= REMOVED;
    }

    private Transition transition(Change change, long now, CheckResult result) {
        Transition transition;
        try {
            ClockSample clock = context.sample();
            transition = new Transition(
                    target,
                    change.from(),
                    change.to(),
                    clock.instant(now),
                    context.nanoTime(now),
                    result,
                    new TimeBounds(clock.instant(change.earliest()), clock.instant(change.latest())));
        } catch (RuntimeException | Error e) {
            // No memory for it. No listener would ever learn of the change.
            revert(change);
            throw e;
        }
        decidedAt(transition.at());
        context.count(change.from(), -1);
        context.count(change.to(), 1);
        return transition;
    }

    private void over() {
        asked = IDLE;
        check = null;
        context.inFlight.decrementAndGet();
    }

    private long interval() {
        // After an Unknown, more checks would only make it worse.
        return effective.intervalNanos(state(), inDoubt() && !isUnobserved());
    }

    private void planNext(long token, long now) {
        long interval = interval();
        // By the jitter of a long interval a check may be made so early that its plan is far off for a short one.
        boolean early = planned - token > interval / 2;
        long next = (early ? token : planned) + interval;
        if (now - next > interval / 2) {
            long skipped = (now - next) / interval + 1;
            next += skipped * interval;
            context.skipped.add(skipped);
        }
        planned = next;
        long jitter = context.jitterNanos(number, next, interval, effective.jitter());
        context.wheel.schedule(this, Math.max(now, next + jitter));
    }

    /** Ends its schedule. Returns the state that it was in. */
    TargetState remove() {
        CompletableFuture<CheckResult> running;
        TargetState last;
        synchronized (this) {
            stage = (byte) Math.max(stage, REMOVED);
            last = state();
            running = check;
            if (asked != IDLE) {
                over();
            }
            context.wheel.cancel(this);
        }
        context.interner.forgetCause(this);
        if (running != null) {
            running.cancel(true);
        }
        return last;
    }

    /** Its removal will be delivered to the listeners. */
    synchronized void removalAnnounced() {
        stage = ANNOUNCED;
    }

    synchronized boolean isRemovalAnnounced() {
        return stage == ANNOUNCED;
    }

    synchronized TargetStatus statusNow(TimeSpans stalls) {
        // The moment is taken here, so that nothing in the status is later.
        return status(context.latest(), stalls, context.interner);
    }

    synchronized TargetCheckpoint checkpointNow(TimeSpans stalls) {
        // As for the status.
        return checkpoint(context.latest(), stalls);
    }

    /** Null once its removal waits for the listeners: it is not delivered to one that is added later. */
    synchronized @Nullable TargetSummary summaryNow() {
        return isRemovalAnnounced() ? null : new TargetSummary(target, state(), since(), lastState());
    }
}
