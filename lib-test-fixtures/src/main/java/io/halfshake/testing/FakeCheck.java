package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One check of a {@link FakeChecker}. As with the real one, completing it from outside stops it. */
final class FakeCheck extends CompletableFuture<CheckResult> {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final FakeChecker checker;
    private final Asked asked;
    private final FakeTarget target;
    private final FakeAnswer answer;
    private final long askedAtNanos;
    private volatile @Nullable ScheduledTask task;

    FakeCheck(FakeChecker checker, Asked asked, FakeTarget target, FakeAnswer answer, long askedAtNanos) {
        this.checker = checker;
        this.asked = asked;
        this.target = target;
        this.answer = answer;
        this.askedAtNanos = askedAtNanos;
    }

    Asked asked() {
        return asked;
    }

    long dueNanos() {
        return Nanos.sum(askedAtNanos, answer.delayNanos());
    }

    void scheduledAs(ScheduledTask scheduled) {
        task = scheduled;
        if (isDone()) {
            unschedule();
        }
    }

    void answer() {
        end(answer.result(target.text(), target.address(), elapsedNanos()));
    }

    /** Ends the check early, as Unknown. */
    void stop(UnknownReason reason) {
        Timing timing = new Timing(elapsedNanos(), 0, 0, Timing.NO_ROUND_TRIP);
        end(new CheckResult.Unknown(
                target.text(), target.address(), reason, null, timing, FakeAnswer.evidence(Speaker.THIS_HOST, null)));
    }

    private long elapsedNanos() {
        return checker.time().elapsedNanos() - askedAtNanos;
    }

    private void end(CheckResult result) {
        if (ended.compareAndSet(false, true)) {
            unschedule();
            checker.ended(this, result);
            super.complete(result);
        }
    }

    private boolean stoppedFromOutside(boolean completed) {
        if (completed && ended.compareAndSet(false, true)) {
            unschedule();
            checker.cancelled(this);
        }
        return completed;
    }

    private void unschedule() {
        ScheduledTask scheduled = task;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return stoppedFromOutside(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public boolean complete(CheckResult value) {
        return stoppedFromOutside(super.complete(value));
    }

    @Override
    public boolean completeExceptionally(Throwable error) {
        return stoppedFromOutside(super.completeExceptionally(error));
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
