package io.halfshake.retry;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Evidence;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.Durations;
import io.halfshake.internal.HungChecks;
import io.halfshake.internal.StoppableFuture;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt after the other. Completing it from outside cancels the running one and makes no other. */
final class RetryFuture extends StoppableFuture<RetryResult> {
    private final Checker checker;
    private final String target;
    private final RetryRun run;
    private final RetryTime time;
    private volatile @Nullable CompletableFuture<CheckResult> running;
    private volatile @Nullable Runnable withdrawTimer;

    RetryFuture(Checker checker, String target, RetryRun run, RetryTime time) {
        this.checker = checker;
        this.target = target;
        this.run = run;
        this.time = time;
    }

    /** Makes the first attempt. Throws what the checker throws at misuse; then nothing is being checked. */
    void begin() {
        try {
            attempt();
        } catch (Throwable e) {
            completeExceptionally(e);
            throw e;
        }
    }

    /**
     * Checks, again and again for as long as the results are there at once: a loop, since a recursion could overflow
     * the stack.
     */
    private void attempt() {
        boolean again = true;
        while (again && !isDone()) {
            long askedAt = time.nanoTime();
            Duration timeout = run.attemptTimeout();
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(target, timeout);
            if (check == null) {
                failWithoutResult();
                return;
            }
            running = check;
            if (isDone()) {
                check.cancel(true);
            }
            if (check.isDone()) {
                again = attempted(check);
            } else {
                again = false;
                goOnAfter(check, askedAt, Durations.nanos(timeout) + HungChecks.GRACE_NANOS);
            }
        }
    }

    /** The result or the end of the wait for it, whichever comes first: only one thread may go on with the attempts. */
    private void goOnAfter(CompletableFuture<CheckResult> check, long askedAt, long nanos) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable withdraw = later(nanos, () -> {
            if (!over.getAndSet(true)) {
                abandon(check, askedAt);
            }
        });
        var unused = check.whenComplete((result, error) -> {
            withdraw.run();
            if (!over.getAndSet(true)) {
                orFail(() -> goOn(check));
            }
        });
    }

    private void abandon(CompletableFuture<CheckResult> check, long askedAt) {
        check.cancel(true);
        EngineReport report = checker.engine();
        String engine = report == null ? "unknown" : report.name();
        goOn(CompletableFuture.completedFuture(new CheckResult.Unknown(
                target,
                null,
                UnknownReason.STALLED,
                HungChecks.noAnswer(),
                Timing.withoutRoundTrip(Math.max(0, time.nanoTime() - askedAt)),
                Evidence.abandoned(engine, UnknownReason.STALLED, 0))));
    }

    private void goOn(CompletableFuture<CheckResult> check) {
        if (attempted(check)) {
            attempt();
        }
    }

    /** Returns whether to ask again at once. */
    private boolean attempted(CompletableFuture<CheckResult> check) {
        if (isDone()) {
            return false;
        }
        try {
            CheckResult result = check.join();
            if (result == null) {
                failWithoutResult();
                return false;
            }
            run.add(result);
        } catch (CancellationException e) {
            finishCancelled();
            return false;
        } catch (CompletionException e) {
            fail(e.getCause() == null ? e : e.getCause());
            return false;
        }
        if (run.isOver()) {
            finish(run.result());
            return false;
        }
        if (run.nextWait() > 0) {
            var unused = later(run.nextWait(), this::attempt);
            return false;
        }
        return true;
    }

    private void failWithoutResult() {
        fail(CheckerReturns.nullReturned("checkAddrAsync", "a future of a result"));
    }

    private Runnable later(long nanos, Runnable step) {
        Runnable withdraw = time.later(nanos, () -> orFail(step));
        withdrawTimer = withdraw;
        if (isDone()) {
            withdraw.run();
        }
        return withdraw;
    }

    /** What is thrown on a thread of others fails the future, and cancels the check that was just started. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            // Also a checked exception, which other languages for the JVM throw without declaring it.
            completeExceptionally(e);
        }
    }

    @Override
    protected void stopWork() {
        CompletableFuture<CheckResult> check = running;
        if (check != null) {
            check.cancel(true);
        }
        Runnable withdraw = withdrawTimer;
        if (withdraw != null) {
            withdraw.run();
        }
    }
}
