package io.halfshake;

import io.halfshake.internal.CallbackExecutor;
import io.halfshake.internal.StoppableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A check as the caller sees it. Completing it from outside, by cancelling above all, stops the check. */
final class CheckFuture extends StoppableFuture<CheckResult> implements Delivery, CallbackExecutor.Callback {
    private final CallbackExecutor callbacks;
    private volatile @Nullable Check check;
    private volatile @Nullable CheckResult result;
    private volatile boolean queued;

    CheckFuture(CallbackExecutor callbacks) {
        this.callbacks = callbacks;
    }

    void started(Check running) {
        check = running;
    }

    @Override
    public void deliver(CheckResult found) {
        if (!isDone()) {
            result = found;
            callbacks.execute(this);
        }
    }

    @Override
    public void deliverHere(CheckResult found) {
        finish(found);
    }

    @Override
    public void queued() {
        queued = true;
    }

    @Override
    public boolean isQueued() {
        return queued;
    }

    @Override
    public void run() {
        if (callbacks.takesOver(this)) {
            return;
        }
        CheckResult found = result;
        if (found != null && finish(found)) {
            CheckerLog.check(found);
        }
    }

    @Override
    protected void stopWork() {
        Check running = check;
        if (running != null) {
            running.cancel();
        }
    }

    @Override
    public Executor defaultExecutor() {
        return callbacks.executor();
    }
}
