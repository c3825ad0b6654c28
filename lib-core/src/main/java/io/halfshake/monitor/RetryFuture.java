package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(target, run.attemptTimeout());
            running = check;
            if (isDone()) {
                check.cancel(true);
            }
            if (check.isDone()) {
                again = attempted(check);
            } else {
                again = false;
                var unused = check.whenComplete((result, error) -> goOn(check));
            }
        }
    }

    private void goOn(CompletableFuture<CheckResult> check) {
        try {
            if (attempted(check)) {
                attempt();
            }
        } catch (RuntimeException | Error e) {
            super.completeExceptionally(e);
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
            time.later(run.nextWait(), this::attemptLater);
            return false;
        }
        return true;
    }

    private void attemptLater() {
        try {
            attempt();
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
