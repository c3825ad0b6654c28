package io.halfshake.retry;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The attempts of one call so far, and the time that is left. One thread at a time. */
final class RetryRun {
    private final Retry retry;
    private final RetryTime time;
    private final long begun;
    private final long timeoutNanos;
    private final List<CheckResult> results = new ArrayList<>();
    private long wait;

    RetryRun(Retry retry, long timeoutNanos, RetryTime time) {
        this.retry = retry;
        this.time = time;
        this.timeoutNanos = timeoutNanos;
        this.begun = time.nanoTime();
    }

    private long left() {
        return timeoutNanos - (time.nanoTime() - begun);
    }

    Duration attemptTimeout() {
        long share = left() / (retry.attempts - results.size());
        // After a wait that took longer than planned there may be nothing left; a check needs something.
        return Duration.ofNanos(Math.max(1, Math.min(share, retry.attemptTimeoutNanos)));
    }

    void add(CheckResult result) {
        results.add(result);
        wait = retry.waitNanos(results.size(), time::random);
    }

    boolean isOver() {
        CheckResult last = results.get(results.size() - 1);
        boolean pointless = last instanceof CheckResult.Unknown unknown
                && (unknown.reason() == UnknownReason.INTERRUPTED || unknown.reason() == UnknownReason.CHECKER_CLOSED);
        return last.isUp() || pointless || results.size() == retry.attempts || left() <= wait;
    }

    long nextWait() {
        return wait;
    }

    RetryResult result() {
        return new RetryResult(List.copyOf(results), Duration.ofNanos(time.nanoTime() - begun));
    }
}
