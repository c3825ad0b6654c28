package io.halfshake;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How a check ends: once, whatever is thrown, and with all that it holds given back. */
abstract class CheckEnding extends CheckRecord {
    /** How long after the deadline an engine may take for its last look, before the result is that we were stalled. */
    static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** How soon the timer tries again what failed for want of memory. */
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** The most, where it has failed again and again. */
    private static final long MAX_RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** So often doubled, the time is more than the most. */
    private static final int MAX_DOUBLINGS = 7;

    private final Delivery delivery;

    /** The resolver's, while it is asked. */
    @Nullable
    CompletableFuture<List<InetAddress>> resolution;

    private boolean cancelled;
    private boolean counted;
    private boolean delivered;

    /** Whether ending it failed, so that the timer is to go through it again. */
    private boolean endsAgain;

    /** How often that failed, up to a few times. */
    private byte failures;

    /** What was thrown, where there was no memory to make a result of it. */
    private @Nullable Throwable thrown;

    /** What is delivered; null where that is nothing. */
    private @Nullable CheckResult result;

    CheckEnding(DefaultChecker checker, String target, long timeoutNanos, Delivery delivery) {
        super(checker, target, timeoutNanos);
        this.delivery = delivery;
    }

    /** Goes on with an end that failed. False if there is none. */
    final boolean resumeEnd() {
        Throwable failed;
        boolean again;
        synchronized (this) {
            again = claimEnd();
            failed = again ? null : thrown;
        }
        if (again) {
            end();
        } else if (failed != null) {
            fail(failed);
        }
        return again || failed != null;
    }

    /** Ends the check early, as Unknown. Does nothing if it is over. */
    final void stop(UnknownReason reason) {
        stop(reason, null);
    }

    /** The same, with a cause. */
    final void stop(UnknownReason reason, @Nullable Throwable cause) {
        try {
            finish(cause, reason);
        } catch (Throwable e) {
            fail(e);
        }
    }

    /** Ends the check without a result, since none is wanted any more. Does nothing if it is over. */
    final void cancel() {
        synchronized (this) {
            if (phase == Phase.DONE) {
                return;
            }
            cancelled = true;
            phase = Phase.DONE;
        }
        end();
    }

    final void finish(@Nullable Throwable cause, UnknownReason reason) {
        synchronized (this) {
            if (phase == Phase.DONE ? !claimEnd() : !done(unknown(reason, cause, checker.timers.now()))) {
                return;
            }
        }
        end();
    }

    /**
     * The one way out for whatever is thrown in a turn of this check, on any thread. Where there is no memory or no
     * stack for a result of its own, the timer tries again; once the time is up, a result made in advance will do.
     */
    final void fail(Throwable cause) {
        try {
            finish(cause, UnknownReason.LOCAL_FAILURE);
        } catch (Throwable e) {
            long now = checker.timers.now();
            synchronized (this) {
                thrown = cause;
                if (now - deadline < LAST_LOOK_NANOS && checker.timers.schedule(this, now + RETRY_NANOS)) {
                    return;
                }
                if (!done(checker.lastResort)) {
                    return;
                }
            }
            end();
        }
    }

    /** For one thread at a time: the one that gets true ends the check. With the monitor held. */
    private boolean claimEnd() {
        boolean claimed = endsAgain;
        endsAgain = false;
        return claimed;
    }

    /** From here on nothing changes any more: the thread that gets true ends the check, without the monitor. */
    final boolean done(@Nullable CheckResult found) {
        if (found == null || phase == Phase.DONE) {
            return false;
        }
        result = found;
        phase = Phase.DONE;
        return true;
    }

    /**
     * Whatever goes wrong on the way, the sockets and the slot are given back, and the result is delivered. Each step
     * may be gone through twice: where one fails, the timer comes back to all of them.
     *
     * <p>They are free before the result arrives, since its receiver may start its next check at once. Those that wait
     * for them start only afterwards: they may be many, and are started on this thread.
     */
    final void end() {
        Throwable failed = null;
        boolean socketsWaitedFor = false;
        boolean slotWaitedFor = false;
        try {
            checker.timers.cancel(this);
            stopAsking();
        } catch (Throwable e) {
            failed = e;
        }
        try {
            socketsWaitedFor = race != null && race.giveBackAll(checker.spareSockets);
            slotWaitedFor = checker.limiter.giveBack(this);
        } catch (Throwable e) {
            failed = e;
        }
        try {
            deliver();
        } catch (Throwable e) {
            failed = e;
        }
        try {
            if (socketsWaitedFor) {
                checker.spareSockets.grantWaiting();
            }
            if (slotWaitedFor) {
                checker.limiter.grantWaiting();
            }
        } catch (Throwable e) {
            failed = e;
        }
        if (failed != null) {
            endAgain(failed);
        }
    }

    private void stopAsking() {
        if (resolution != null) {
            checker.forget(resolution);
        }
        if (race != null) {
            race.cancelPending();
        }
        if (!counted) {
            counted = true;
            checker.count(result, cancelled);
        }
    }

    private void deliver() {
        if (!delivered && result != null) {
            delivery.deliver(result);
        }
        delivered = true;
    }

    private void endAgain(Throwable failed) {
        CheckResult last = null;
        boolean isFirst;
        long now;
        synchronized (this) {
            endsAgain = true;
            now = checker.timers.now();
            isFirst = failures == 0;
            long retryNanos = Math.min(RETRY_NANOS << failures, MAX_RETRY_NANOS);
            failures = (byte) Math.min(failures + 1, MAX_DOUBLINGS);
            if (!checker.timers.schedule(this, now + retryNanos) && !delivered) {
                // Nothing is left that could come back to it: better on this thread than never.
                delivered = true;
                last = result;
            }
        }
        if (isFirst && checker.mayLogFailure(now)) {
            FailSafe.log(Level.WARNING, "a check failed to end, and tries again", failed);
        }
        if (last != null) {
            delivery.deliverHere(last);
        }
    }

    final synchronized boolean isOver() {
        return phase == Phase.DONE;
    }
}
