package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.Durations;
import io.halfshake.internal.FailSafe;
import io.halfshake.internal.FlightRecorder;
import io.halfshake.internal.TimerWheel;
import io.halfshake.monitor.PendingResults.Pending;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks the witnesses in rounds, and decides by them which silent results of targets count: those after which a round
 * was started that met the quorum, and whose check did not run during a blindness. Until such a round there is none to
 * decide by, and a result waits.
 *
 * <p>It is always in the wheel: with the time of the next round, or while one runs with the time at which that is
 * abandoned. Its monitor guards all fields; no checker, listener or target is called with it held.
 */
final class Witnesses extends TimerWheel.Timer {
    /** Takes a result that has waited, and returns how it is delivered to listeners; null where none wants it. */
    interface Taker {
        @Nullable
        Runnable take(Pending result, boolean held);
    }

    private final WitnessSettings settings;
    private final Duration timeout;
    private final Checker checker;
    private final MonitorContext context;
    private final CheckFailures failures;
    private final Listeners listeners;
    private final Taker taker;
    private final WitnessSchedule schedule;
    private final BlindnessTracker tracker = new BlindnessTracker();
    private final PendingResults waiting = new PendingResults();

    /** The last result of each witness. */
    private final @Nullable CheckResult[] last;

    /** Of the changes from and to blindness: those that listeners were to get. */
    private long announced;

    /** How many responded in the latest round that was judged. */
    private int responding;

    private @Nullable WitnessRound running;

    /** Whether the last round was repeated, which is done once in a row: what waits for it must be decided. */
    private boolean repeating;

    private boolean closed;

    Witnesses(
            WitnessSettings settings,
            EffectiveSettings effective,
            Checker checker,
            MonitorContext context,
            Listeners listeners,
            Taker taker) {
        this.settings = settings;
        this.timeout = effective.timeout();
        this.checker = checker;
        this.context = context;
        this.failures = new CheckFailures(context);
        this.listeners = listeners;
        this.taker = taker;
        this.schedule = new WitnessSchedule(effective, context);
        this.last = new CheckResult[settings.targets().size()];
    }

    /** Such as {@code quorum 1 of 2 witnesses}. */
    String describe() {
        return "quorum " + settings.quorum() + " of " + last.length + (last.length == 1 ? " witness" : " witnesses");
    }

    /** Schedules the first round. */
    synchronized void begin() {
        scheduleNext(schedule.regular());
    }

    /**
     * Has a result wait for the next round. May be called with its target's monitor held.
     *
     * @return false if it is to be held at once
     */
    synchronized boolean await(Pending result) {
        if (tracker.blindSince(result.token)) {
            return false;
        }
        putBack(result);
        return true;
    }

    private synchronized void putBack(Pending result) {
        if (!closed) {
            waiting.add(result);
            long soon = schedule.soon(context.now());
            if (running == null && soon < dueNanos()) {
                scheduleNext(soon);
            }
        }
    }

    private void scheduleNext(long at) {
        context.wheel.schedule(this, at);
    }

    /** Its time has come: for a round, or to abandon one. On the monitor's thread. */
    void due(long now, boolean afterStall) {
        WitnessRound begun;
        synchronized (this) {
            if (closed || dueNanos() > now) {
                return;
            }
            if (running != null && afterStall) {
                // As for a target: its answers may be about to be read.
                scheduleNext(now + MonitoredTarget.GRACE_NANOS);
                return;
            }
            begun = running == null ? startRound() : null;
        }
        if (begun == null) {
            abandon(now);
        } else {
            ask(begun);
        }
    }

    private WitnessRound startRound() {
        long start = context.now();
        WitnessRound round = new WitnessRound(last.length, start);
        schedule.started(start);
        scheduleNext(start + Durations.nanos(timeout) + MonitoredTarget.GRACE_NANOS);
        running = round;
        return round;
    }

    private void ask(WitnessRound round) {
        for (int i = 0; i < last.length; i++) {
            int witness = i;
            String target = settings.targets().get(i);
            long asked = context.now();
            CompletableFuture<CheckResult> check;
            try {
                check = CheckerReturns.require(checker.checkAddrAsync(target, timeout), "checkAddrAsync", "a future");
            } catch (Throwable e) {
                // Also a checked exception, which other languages for the JVM throw without declaring it.
                answered(round, witness, failures.failed(target, e, asked));
                continue;
            }
            var unused = check.whenComplete((result, error) ->
                    answered(round, witness, result != null ? result : failures.failed(target, error, asked)));
            if (!keep(round, check)) {
                check.cancel(true);
            }
        }
    }

    /** Returns false if it is to be cancelled. */
    private synchronized boolean keep(WitnessRound round, CompletableFuture<CheckResult> check) {
        round.asked(check);
        return !closed;
    }

    private void answered(WitnessRound round, int witness, CheckResult result) {
        RoundEnd end = new RoundEnd();
        synchronized (this) {
            if (round != running || !round.answer(witness, result)) {
                return;
            }
            last[witness] = result;
            conclude(round, end);
        }
        announce(end);
    }

    /** A checker that does not answer. What failed before, for want of memory for example, is done again here. */
    private void abandon(long now) {
        RoundEnd end = new RoundEnd();
        List<CompletableFuture<CheckResult>> checks;
        synchronized (this) {
            WitnessRound round = running;
            if (round == null) {
                return;
            }
            scheduleNext(now + MonitoredTarget.GRACE_NANOS);
            checks = round.checks();
            for (int i = 0; i < last.length; i++) {
                if (!round.hasAnswered(i)) {
                    CheckResult overdue = failures.overdue(settings.targets().get(i), timeout, round.start);
                    last[i] = overdue;
                    round.abandon(i);
                }
            }
            conclude(round, end);
        }
        announce(end);
        checks.forEach(check -> check.cancel(true));
    }

    /** What the end of a round brings about, to be done without locks. */
    private static final class RoundEnd {
        final PendingResults judged = new PendingResults();
        final List<Runnable> deliveries = new ArrayList<>();
        boolean held;
        List<ListenerDispatcher> submit = List.of();

        @Nullable
        Blindness change;

        boolean blindFromTheStart;
    }

    /** Judges a round once that can be done, and ends it once all have answered. */
    private void conclude(WitnessRound round, RoundEnd end) {
        long now = context.now();
        boolean met = round.responding() >= settings.quorum();
        // What was missed while this process was paused says nothing of the network.
        boolean counts = round.isDecided() || !context.stalls.since(round.start, now);
        boolean unclear = !met && round.isOver() && !round.isDecided() && round.mayHaveMet(settings.quorum());
        boolean repeats = unclear && !repeating && !tracker.isBlind();
        if (!round.isJudged() && (met || round.isOver()) && counts && !repeats) {
            // Before what takes memory: to find none may take long, and is a pause itself.
            round.decided();
            responding = round.responding();
            announceChange(round, met, now, end);
            end.held = !met;
            waiting.moveTo(end.judged, met ? round.start : now);
            // Last: where there was no memory for the change, the round is judged again when it is abandoned.
            round.judged();
        }
        if (round.isOver()) {
            running = null;
            repeating = counts ? repeats : repeating;
            scheduleNext(Math.min(nextRound(round, now), Math.max(now, schedule.regular())));
        }
    }

    private long nextRound(WitnessRound round, long now) {
        if (!round.isJudged() || !waiting.isEmpty()) {
            return schedule.soon(now);
        }
        return tracker.isBlind() ? schedule.whileBlind(now) : Long.MAX_VALUE;
    }

    private void announceChange(WitnessRound round, boolean met, long now, RoundEnd end) {
        if (met) {
            tracker.met(round.start, now);
        } else if (!tracker.isBlind() || !round.mayHaveMet(settings.quorum())) {
            // One that is unclear shows neither that the blindness goes on nor that it is over.
            tracker.missed(round.start, now);
        }
        if (tracker.changes() != announced) {
            Blindness change = blindness(context.sample());
            end.change = change;
            end.blindFromTheStart = !met && tracker.beganUnseen();
            // With the lock held, so that listeners get the end after the beginning.
            end.submit = listeners.enqueue(change);
            announced = tracker.changes();
        }
    }

    private Blindness blindness(ClockSample clock) {
        TimeBounds ended = tracker.isBlind() ? null : tracker.ended(clock);
        return new Blindness(tracker.began(clock), ended, responding, settings.quorum(), results());
    }

    /** A copy of the last results, of the witnesses that have one, in their order. */
    synchronized Map<String, CheckResult> results() {
        Map<String, CheckResult> results = new LinkedHashMap<>();
        for (int i = 0; i < last.length; i++) {
            CheckResult result = last[i];
            if (result != null) {
                results.put(settings.targets().get(i), result);
            }
        }
        return results;
    }

    /** An executor is the user's code and may make its caller wait, so targets get all their results first. */
    private void announce(RoundEnd end) {
        settle(end);
        Blindness change = end.change;
        if (change != null) {
            survive(() -> listeners.submit(ListenerDispatcher.WITNESSES, end.submit));
            if (FlightRecorder.isInUse()) {
                survive(() -> BlindnessEvent.commit(change));
            }
            if (end.blindFromTheStart) {
                FailSafe.log(Level.WARNING, blindFromTheStart(change), null);
            }
        }
        end.deliveries.forEach(Witnesses::survive);
    }

    private static void survive(Runnable action) {
        try {
            action.run();
        } catch (Throwable e) {
            logFailure(e);
        }
    }

    private static void logFailure(Throwable failure) {
        FailSafe.log(Level.ERROR, "the end of a round of witnesses failed", failure);
    }

    private static String blindFromTheStart(Blindness blindness) {
        return blindness.responding() + " of " + blindness.witnesses().size()
                + " witnesses responded to a monitor's first round (quorum " + blindness.quorum()
                + "): targets that are silent stay in the state that they are in until the quorum responds";
    }

    private void settle(RoundEnd end) {
        for (Pending next = end.judged.poll(); next != null; next = end.judged.poll()) {
            try {
                Runnable delivery = taker.take(next, end.held);
                if (delivery != null) {
                    deliverLater(end, delivery);
                }
            } catch (Throwable e) {
                // Out of memory. It has not been taken, or it is no longer waited for.
                putBack(next);
                logFailure(e);
            }
        }
    }

    private static void deliverLater(RoundEnd end, Runnable delivery) {
        try {
            end.deliveries.add(delivery);
        } catch (OutOfMemoryError e) {
            // Now, then: its target has taken the result.
            survive(delivery);
        }
    }

    /** The present one, if the quorum does not respond. */
    synchronized @Nullable Blindness current(ClockSample clock) {
        return tracker.isBlind() ? blindness(clock) : null;
    }

    synchronized long count() {
        return tracker.count();
    }

    synchronized long totalNanos(long now) {
        return tracker.totalNanos(now);
    }

    /** Cancels what runs. What waits is dropped, since its target is removed. */
    void close() {
        List<CompletableFuture<CheckResult>> checks = List.of();
        synchronized (this) {
            closed = true;
            waiting.clear();
            if (running != null) {
                checks = running.checks();
                running = null;
            }
        }
        checks.forEach(check -> check.cancel(true));
    }
}
