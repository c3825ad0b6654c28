package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.Durations;
import io.halfshake.internal.FailSafe;
import io.halfshake.internal.FlightRecorder;
import io.halfshake.internal.TimerWheel;
import io.halfshake.monitor.PendingResults.Pending;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Starts the checks that are due, on the monitor's one thread, and passes on their results, on the checker's. */
final class CheckScheduler {
    /** The thread wakes at least this often, even with nothing due, to detect stalls. */
    private static final long MAX_SLEEP_NANOS = 250_000_000;

    /** After a failure that leaves unknown when the next is due. */
    private static final long RETRY_NANOS = 1_000_000;

    /** After a stall a few missed checks are made at once, and many at no more than a thousand a second. */
    private static final long MAX_PACE_NANOS = 1_000_000;

    final LongAdder started = new LongAdder();
    final LongAdder overdue = new LongAdder();
    final CheckTotals totals = new CheckTotals();
    final Checker checker;
    private final MonitorContext context;
    private final Listeners listeners;
    private final CheckFailures failures;
    private final ArrayList<TimerWheel.Timer> due = new ArrayList<>();
    private @Nullable Witnesses witnesses;

    /** A stall found in the middle of a turn: what became due in it comes with the next. */
    private long stallInTurn;

    /** How many of those that are due have had their turn. */
    private int fired;

    CheckScheduler(Checker checker, MonitorContext context, Listeners listeners) {
        this.checker = checker;
        this.context = context;
        this.listeners = listeners;
        this.failures = new CheckFailures(context);
    }

    /** Before the first turn, where there are witnesses. */
    void ask(WitnessSettings settings, EffectiveSettings effective) {
        Witnesses asked = new Witnesses(settings, effective, checker, context, listeners, this::takePending);
        witnesses = asked;
        asked.begin();
    }

    private @Nullable Runnable takePending(Pending pending, boolean held) {
        Taken taken = take(pending.target, pending.token, pending.answered, pending.result, held, true);
        return taken == null || (taken.waiting.isEmpty() && taken.accepted.transition() == null)
                ? null
                : () -> deliver(taken);
    }

    /** Null where there are none. */
    @Nullable
    Witnesses witnesses() {
        return witnesses;
    }

    /** The monitor's counters, with this number of targets. */
    MonitorStats stats(int targets) {
        long now = context.latest().nanos();
        return new MonitorStats(
                targets,
                context.up.get(),
                context.down.get(),
                context.inFlight.get(),
                started.sum(),
                totals.counts(),
                totals.roundTrips(),
                totals.roundTripSum(),
                totals.transitionsUp(),
                totals.transitionsDown(),
                context.skipped.sum(),
                overdue.sum(),
                context.stalls.count(now),
                Duration.ofNanos(context.stalls.totalNanos(now)),
                witnesses == null ? 0 : witnesses.count(),
                witnesses == null ? Duration.ZERO : Duration.ofNanos(witnesses.totalNanos(now)),
                listeners.counters.failed.sum(),
                listeners.waitingTransitions(),
                listeners.counters.droppedResults.sum());
    }

    /** After the last turn. */
    void closeWitnesses() {
        if (witnesses != null) {
            witnesses.close();
        }
    }

    /** After the last turn, after which nothing is late. */
    void end() {
        context.stalls.sleeps(Durations.FOREVER_NANOS);
        context.end();
    }

    /** One turn. Returns for how many nanoseconds nothing is due. Never throws. */
    long turn() {
        fired = 0;
        try {
            long now = context.now();
            long late = stallInTurn + context.stalls.alive(now);
            stallInTurn = 0;
            takeDue(now);
            fireAll(now, late);
        } catch (Throwable e) {
            // Out of memory, or a log that fails: every target depends on this thread, which tries again.
            logFailure(e);
        }
        putBackTheRest();
        try {
            return nanosToNext();
        } catch (Throwable e) {
            logFailure(e);
            return RETRY_NANOS;
        }
    }

    private long nanosToNext() {
        long now = context.now();
        stallInTurn += context.stalls.alive(now);
        long nanos = context.wheel.nanosToNext(now, MAX_SLEEP_NANOS);
        context.stalls.sleeps(nanos);
        return nanos;
    }

    /** After a failure between two targets: one that is not in the wheel is never checked again. Allocates nothing. */
    private void putBackTheRest() {
        for (int i = fired; i < due.size(); i++) {
            context.wheel.putBack(due.get(i));
        }
        due.clear();
    }

    private void takeDue(long now) {
        context.wheel.takeDue(now);
        TimerWheel.Timer next;
        do {
            try {
                // First, since a target that finds no room would be in no list.
                due.ensureCapacity(due.size() + 1);
            } catch (OutOfMemoryError e) {
                // Those that have room are fired; the rest wait in the wheel for the next turn.
                return;
            }
            next = context.wheel.nextTaken();
            if (next != null) {
                due.add(next);
            }
        } while (next != null);
    }

    private void fireAll(long begun, long lateAtFirst) {
        long now = begun;
        long late = lateAtFirst;
        while (late == 0 && fired < due.size()) {
            fire(due.get(fired++), now, now, false);
            now = context.now();
            late = context.stalls.alive(now);
            stallInTurn = late;
        }
        // All at once would be a burst while the machine is overloaded already.
        long pace = Math.min(MAX_PACE_NANOS, late / Math.max(1, due.size() - fired));
        long turn = now;
        while (fired < due.size()) {
            fire(due.get(fired++), now, turn, true);
            turn += pace;
        }
    }

    /** A failure must not affect the others, and a target that is not in the wheel is never checked again. */
    private void fire(TimerWheel.Timer timer, long now, long turn, boolean afterStall) {
        try {
            if (timer instanceof MonitoredTarget target) {
                fire(target, afterStall ? target.afterStall(now, turn) : target.due(now), now);
            } else if (timer instanceof Witnesses asked) {
                asked.due(now, afterStall);
            }
        } catch (Throwable e) {
            logFailure(e);
            context.wheel.schedule(timer, now + MonitoredTarget.GRACE_NANOS);
        }
    }

    private void fire(MonitoredTarget target, MonitoredTarget.Due found, long now) {
        switch (found.action()) {
            case START -> start(target, now);
            case ABANDON -> abandon(target, found.token(), found.check());
            case NONE -> {}
        }
    }

    private static void logFailure(Throwable failure) {
        FailSafe.log(Level.ERROR, "a monitor's turn failed", failure);
    }

    /** Starts a check. A checker that fails instead of answering is a local failure. */
    private void start(MonitoredTarget target, long token) {
        started.increment();
        CompletableFuture<CheckResult> future;
        try {
            future = CheckerReturns.require(
                    checker.checkAddrAsync(target.target, target.effective.timeout()), "checkAddrAsync", "a future");
        } catch (Throwable e) {
            // Also a checked exception, which other languages for the JVM throw without declaring it.
            finish(target, token, failures.failed(target.target, e, token));
            return;
        }
        var unused = future.whenComplete((result, error) ->
                finish(target, token, result != null ? result : failures.failed(target.target, error, token)));
        if (!target.started(future, token)) {
            future.cancel(true);
        }
    }

    /** Its result may come at this very moment, and counts then. */
    private void abandon(MonitoredTarget target, long token, @Nullable CompletableFuture<CheckResult> check) {
        CheckResult result = failures.overdue(target.target, target.effective.timeout(), token);
        if (finish(target, token, result)) {
            overdue.increment();
        }
        if (check != null) {
            check.cancel(true);
        }
    }

    /** Returns false if the target no longer wants it. */
    private boolean finish(MonitoredTarget target, long token, CheckResult result) {
        long now = context.now();
        boolean timedOut = result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT;
        boolean held = timedOut && context.stalls.since(token, now);
        Witnesses asked = witnesses;
        if (asked != null && !held && result.isDown() && !result.hostResponded()) {
            Pending pending = new Pending(target, token, now, result);
            // One lock for both, so that the witnesses cannot decide before the target knows that it waits.
            synchronized (target) {
                if (!target.isAwaited(token)) {
                    return false;
                }
                if (asked.await(pending)) {
                    target.pend();
                    return true;
                }
            }
            held = true;
        }
        Taken taken = take(target, token, now, result, held, false);
        if (taken == null) {
            return false;
        }
        deliver(taken);
        return true;
    }

    /** A result that a target has taken, for the listeners. */
    private record Taken(MonitoredTarget.Accepted accepted, List<ListenerDispatcher> waiting) {}

    private @Nullable Taken take(
            MonitoredTarget target, long token, long now, CheckResult result, boolean held, boolean waited) {
        MonitoredTarget.Accepted accepted;
        List<ListenerDispatcher> waiting;
        // One lock for both, so that listeners get a target's results in the order in which it took them.
        synchronized (target) {
            accepted = target.accept(token, now, result, held, waited);
            if (accepted == null) {
                return null;
            }
            // Before it is in a queue, which another thread may be emptying: a listener finds in the counts what it
            // gets.
            totals.add(result, held);
            if (accepted.transition() != null) {
                totals.addTransition(accepted.transition().to());
            }
            waiting = enqueue(accepted, result, held, now);
        }
        return new Taken(accepted, waiting);
    }

    /** Without locks. */
    private void deliver(Taken taken) {
        listeners.submit(taken.accepted.target(), taken.waiting);
        if (taken.accepted.transition() != null) {
            listeners.reportMany();
            if (FlightRecorder.isInUse()) {
                TransitionEvent.commit(taken.accepted.transition());
            }
        }
    }

    private List<ListenerDispatcher> enqueue(
            MonitoredTarget.Accepted accepted, CheckResult result, boolean held, long now) {
        Transition transition = accepted.transition();
        if (listeners.areResultsWanted()) {
            long nanoTime = context.nanoTime(now);
            TargetResult taken = new TargetResult(accepted.target(), result, accepted.state(), held, nanoTime);
            return listeners.enqueue(taken, transition);
        }
        return transition == null ? List.of() : listeners.enqueue(null, transition);
    }
}
