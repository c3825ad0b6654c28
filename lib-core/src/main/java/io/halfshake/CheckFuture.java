package io.halfshake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A check as the caller sees it. Completing it from outside, by cancelling above all, stops the check. */
final class CheckFuture extends CompletableFuture<CheckResult> implements Delivery, Runnable {
    private final CallbackDispatcher callbacks;
    private volatile @Nullable Check check;
    private volatile @Nullable CheckResult result;

    CheckFuture(CallbackDispatcher callbacks) {
        this.callbacks = callbacks;
    }

    void started(Check running) {
        check = running;
    }

    @Override
    public void deliver(CheckResult found) {
        if (!isDone()) {
            result = found;
            callbacks.dispatch(this);
        }
    }

    @Override
    public void run() {
        if (callbacks.isDispatchingHere()) {
            callbacks.handOver(this);
            return;
        }
        CheckResult found = result;
        if (found != null) {
            super.complete(found);
        }
    }

    private boolean stopAfter(boolean completedFromOutside) {
        Check running = check;
        if (completedFromOutside && running != null) {
            running.cancel();
        }
        return completedFromOutside;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stopAfter(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(CheckResult value) {
        return stopAfter(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return stopAfter(super.completeExceptionally(error));
    }

    @Override
    public CompletableFuture<CheckResult> completeAsync(Supplier<? extends CheckResult> supplier, Executor executor) {
        executor.execute(() -> completeWith(supplier));
        return this;
    }

    private void completeWith(Supplier<? extends CheckResult> supplier) {
        try {
            complete(supplier.get());
        } catch (RuntimeException | Error e) {
            completeExceptionally(e);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public Executor defaultExecutor() {
        return callbacks.executor();
    }
}
