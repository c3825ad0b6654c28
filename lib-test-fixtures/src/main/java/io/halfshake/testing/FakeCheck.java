package io.halfshake.testing;

import io.halfshake.CheckResult;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.StoppableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One check of a {@link FakeChecker}. As with the real one, completing it from outside stops it. */
final class FakeCheck extends StoppableFuture<CheckResult> {
    private final AtomicBoolean ended = new AtomicBoolean();
    private final FakeChecker checker;
    private final RecordedCheck asked;
    private final FakeTarget target;
    private final FakeAnswer answer;
    private final long askedAtNanos;
    private volatile @Nullable ScheduledTask task;

    FakeCheck(FakeChecker checker, RecordedCheck asked, FakeTarget target, FakeAnswer answer, long askedAtNanos) {
        this.checker = checker;
        this.asked = asked;
        this.target = target;
        this.answer = answer;
        this.askedAtNanos = askedAtNanos;
    }

    RecordedCheck asked() {
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
        Timing timing = Timing.withoutRoundTrip(elapsedNanos());
        end(new CheckResult.Unknown(
                target.text(), target.address(), reason, null, timing, FakeAnswer.evidence(Signal.LOCAL, null)));
    }

    private long elapsedNanos() {
        return checker.time().elapsedNanos() - askedAtNanos;
    }

    private void end(CheckResult result) {
        if (ended.compareAndSet(false, true)) {
            unschedule();
            checker.ended(this, result);
            finish(result);
        }
    }

    @Override
    protected void stopWork() {
        if (ended.compareAndSet(false, true)) {
            unschedule();
            checker.cancelled(this);
        }
    }

    private void unschedule() {
        ScheduledTask scheduled = task;
        if (scheduled != null) {
            scheduled.cancel();
        }
    }
}
