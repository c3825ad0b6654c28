package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Durations;
import io.halfshake.internal.FlightRecorder;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the monitor's one thread does, turn by turn, and what follows from a result. */
final class Rounds {
    /** More than a checker takes beyond the timeout (a quarter of a second for an engine that hangs) by far. */
    static final long GRACE_NANOS = 1_000_000_000;

    /** So often the thread looks around even with nothing to do, so as to notice that it stood still. */
    private static final long LONGEST_SLEEP_NANOS = 250_000_000;

    /** After a stall a few missed checks are made at once, and many at no more than a thousand a second. */
    private static final long LONGEST_PACE_NANOS = 1_000_000;

    final Wheel wheel = new Wheel();
    final Shared shared = new Shared();
    final Stalls stalls = new Stalls();
    final LongAdder started = new LongAdder();
    final LongAdder skipped = new LongAdder();
    final LongAdder overdue = new LongAdder();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger up = new AtomicInteger();
    final AtomicInteger down = new AtomicInteger();
    private final Checker checker;
    private final MonitorTime time;
    private final long origin;
    private final List<Announcer> announcers;
    private final List<Wheel.Timer> due = new ArrayList<>();
    private volatile @Nullable Anchor end;

    /** What became due in a stall that was found in the middle of a turn comes with the next. */
    private long stood;

    Rounds(Checker checker, MonitorTime time, List<Announcer> announcers) {
        this.checker = checker;
        this.time = time;
        this.origin = time.nanoTime();
        this.announcers = announcers;
    }

    long now() {
        return time.nanoTime() - origin;
    }

    /** This moment; once all is over, the moment of the end. */
    Anchor anchor() {
        Anchor over = end;
        return over == null ? Anchor.read(time, origin) : over;
    }

    /** After the last turn: nobody is late any more. */
    void end() {
        stalls.sleeps(Durations.FOREVER_NANOS);
        end = anchor();
    }

    /** One turn. Returns how long nothing is to be done. */
    long turn() {
        try {
            long now = now();
            long late = stood + stalls.alive(now);
            stood = 0;
            wheel.takeDue(now, due);
            fireAll(now, late);
        } catch (RuntimeException | Error e) {
            // Out of memory, or a log that fails: every target hangs on this thread, which tries again.
            logFailure(e);
        }
        due.clear();
        long now = now();
        stood += stalls.alive(now);
        long nanos = wheel.nanosToNext(now, LONGEST_SLEEP_NANOS);
        stalls.sleeps(nanos);
        return nanos;
    }

    private void fireAll(long begun, long lateAtFirst) {
        long now = begun;
        long late = lateAtFirst;
        int fired = 0;
        while (late == 0 && fired < due.size()) {
            fire((Watched) due.get(fired), now, now, false);
            fired++;
            now = now();
            late = stalls.alive(now);
            stood = late;
        }
        // All at once would be a burst at the very moment at which the machine has trouble.
        List<Wheel.Timer> left = due.subList(fired, due.size());
        long pace = Math.min(LONGEST_PACE_NANOS, late / Math.max(1, left.size()));
        long turn = now;
        for (Wheel.Timer timer : left) {
            fire((Watched) timer, now, turn, true);
            turn += pace;
        }
    }

    /** One that fails must not take the others along: whoever is not in the wheel is never asked again. */
    private void fire(Watched watched, long now, long turn, boolean afterStall) {
        try {
            if (afterStall) {
                watched.afterStall(now, turn);
            } else {
                watched.due(now);
            }
        } catch (RuntimeException | Error e) {
            logFailure(e);
            wheel.schedule(watched, now + GRACE_NANOS);
        }
    }

    private static void logFailure(Throwable failure) {
        try {
            System.getLogger("io.halfshake").log(Level.ERROR, "a monitor's turn failed", failure);
        } catch (RuntimeException | Error e) {
            // Whoever watches the log has lost it; whoever watches the targets must not.
            return;
        }
    }

    /** Off the plan by at most half of the jitter either way; another time for each check and each monitor. */
    long jitter(Watched watched, long planned, long interval) {
        double jitter = watched.plan.jitter();
        if (jitter == 0) {
            return 0;
        }
        long mixed = mix(mix(origin + watched.number) ^ planned);
        double fraction = (mixed >>> 11) * 0x1.0p-53;
        return (long) ((fraction - 0.5) * jitter * interval);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /** Asks the checker. Whatever it does instead of answering is a finding about this side. */
    void ask(Watched watched, long token) {
        started.increment();
        CompletableFuture<CheckResult> future;
        try {
            future = Objects.requireNonNull(
                    checker.checkAddrAsync(watched.target, watched.plan.timeout()), "the checker's future");
        } catch (RuntimeException | Error e) {
            finished(watched, token, failure(watched, token, UnknownReason.LOCAL_FAILURE, e));
            return;
        }
        var unused = future.whenComplete((result, error) -> finished(
                watched, token, result != null ? result : failure(watched, token, UnknownReason.LOCAL_FAILURE, error)));
        watched.runs(future, token);
    }

    void overdue(Watched watched, long token) {
        TimeoutException cause =
                new TimeoutException("the checker gave no result within timeout: " + watched.plan.timeout());
        if (finished(watched, token, failure(watched, token, UnknownReason.STALLED, cause))) {
            overdue.increment();
        }
    }

    private CheckResult failure(Watched watched, long token, UnknownReason reason, @Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        Timing timing = new Timing(Math.max(0, now() - token), 0, 0, Timing.NO_ROUND_TRIP);
        // A checker that hangs may not have looked at an answer: nobody knows what the kernel did with it.
        Handshake handshake = reason == UnknownReason.STALLED ? Handshake.FULL : Handshake.HALF;
        Evidence evidence =
                new Evidence(Speaker.THIS_HOST, null, null, null, 0, "monitor", handshake, Evidence.Clock.NONE);
        return new CheckResult.Unknown(watched.target, null, reason, cause, timing, evidence);
    }

    private boolean finished(Watched watched, long token, CheckResult result) {
        long now = now();
        boolean silence = result instanceof CheckResult.Down down && down.reason() == DownReason.TIMED_OUT;
        return watched.finished(token, now, result, silence && stalls.since(token, now));
    }

    Transition transition(Watched watched, Track.Change change, long now, CheckResult result) {
        count(change.from(), -1);
        count(change.to(), 1);
        Anchor anchor = Anchor.read(time, origin);
        return new Transition(
                watched.target,
                change.from(),
                change.to(),
                anchor.instant(now),
                origin + now,
                result,
                new Bounds(anchor.instant(change.earliest()), anchor.instant(change.latest())));
    }

    void count(State state, int by) {
        if (state == State.UP) {
            up.addAndGet(by);
        } else if (state == State.DOWN) {
            down.addAndGet(by);
        }
    }

    /** Behind the target's earlier transitions. Which announcers must be woken is for {@link #changed}. */
    boolean[] enqueue(Transition transition) {
        boolean[] submit = new boolean[announcers.size()];
        for (int i = 0; i < submit.length; i++) {
            submit[i] = announcers.get(i).enqueue(transition);
        }
        return submit;
    }

    /** Without locks: an executor is somebody else's code. */
    void changed(Transition transition, boolean[] submit) {
        for (int i = 0; i < submit.length; i++) {
            if (submit[i]) {
                announcers.get(i).submit(transition.target());
            }
            announcers.get(i).reportDropped();
        }
        if (FlightRecorder.isInUse()) {
            TransitionEvent.commit(transition);
        }
    }
}
