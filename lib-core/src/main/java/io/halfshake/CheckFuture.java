package io.halfshake;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A check as the caller sees it. Completing it from outside, by cancelling above all, stops the check. */
final class CheckFuture extends CompletableFuture<CheckResult> implements Delivery, Runnable {
    private final CallbackDispatcher callbacks;
    private volatile @Nullable Check check;
    private volatile @Nullable CheckResult result;
    private volatile @Nullable Thread submitter;

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

    /**
     * The thread that is inside the executor's {@code execute} with this, and on which no user code may run; else null.
     */
    void submittedBy(@Nullable Thread thread) {
        submitter = thread;
    }

    @Override
    public void run() {
        if (Thread.currentThread() == submitter) {
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
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public Executor defaultExecutor() {
        return callbacks.executor();
    }
}
