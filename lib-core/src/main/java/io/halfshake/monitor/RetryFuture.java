package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Attempts one after the other, as the caller sees them. Completing it from outside ends them. */
final class RetryFuture extends CompletableFuture<RetryResult> {
    private final Checker checker;
    private final String target;
    private final RetryRun run;
    private final RetryTime time;
    private volatile @Nullable CompletableFuture<CheckResult> running;

    RetryFuture(Checker checker, String target, RetryRun run, RetryTime time) {
        this.checker = checker;
        this.target = target;
        this.run = run;
        this.time = time;
    }

    /**
     * Asks, and goes on asking for as long as the answers are there at once: a loop, since a stack has an end. The
     * first one throws what the checker throws at misuse.
     */
    void attempt() {
        boolean again = true;
        while (again && !isDone()) {
            long askedAt = time.nanoTime();
            Duration timeout = run.attemptTimeout();
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(target, timeout);
            running = check;
            if (isDone()) {
                check.cancel(true);
            }
            if (check.isDone()) {
                again = attempted(check);
            } else {
                again = false;
                goOnAfter(check, askedAt, Durations.nanos(timeout) + Patience.NANOS);
            }
        }
    }

    /** What comes first counts, the answer or the end of patience: only one thread may go on with the attempts. */
    private void goOnAfter(CompletableFuture<CheckResult> check, long askedAt, long nanos) {
        AtomicBoolean over = new AtomicBoolean();
        Runnable withdraw = time.later(nanos, () -> {
            if (!over.getAndSet(true)) {
                orFail(() -> giveUp(check, askedAt));
            }
        });
        var unused = check.whenComplete((result, error) -> {
            withdraw.run();
            if (!over.getAndSet(true)) {
                orFail(() -> goOn(check));
            }
        });
    }

    private void giveUp(CompletableFuture<CheckResult> check, long askedAt) {
        check.cancel(true);
        String engine = checker.engine().engine();
        long elapsed = time.nanoTime() - askedAt;
        goOn(CompletableFuture.completedFuture(
                Patience.unanswered(target, null, UnknownReason.STALLED, engine, elapsed)));
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
            run.add(check.join());
        } catch (CancellationException e) {
            super.cancel(false);
            return false;
        } catch (CompletionException e) {
            super.completeExceptionally(e.getCause() == null ? e : e.getCause());
            return false;
        }
        if (run.isOver()) {
            super.complete(run.result());
            return false;
        }
        if (run.nextWait() > 0) {
            var unused = time.later(run.nextWait(), () -> orFail(this::attempt));
            return false;
        }
        return true;
    }

    /** What nobody is there to catch fails the future. */
    private void orFail(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            super.completeExceptionally(e);
        }
    }

    private boolean stopAfter(boolean completedFromOutside) {
        CompletableFuture<CheckResult> check = running;
        if (completedFromOutside && check != null) {
            check.cancel(true);
        }
        return completedFromOutside;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stopAfter(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(RetryResult value) {
        return stopAfter(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return stopAfter(super.completeExceptionally(error));
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
