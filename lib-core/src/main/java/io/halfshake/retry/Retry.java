package io.halfshake.retry;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.internal.Arguments;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.DoubleSupplier;

/**
 * Retries up to {@code attempts} times, until the target answers or the deadline passes.
 *
 * <pre>{@code
 * Retry retry = Retry.of(3).withDelay(Duration.ofMillis(200)).withBackoff(2);
 * RetryResult result = retry.check(checker, "db:5432", Duration.ofSeconds(5));
 * }</pre>
 *
 * An attempt that is Down or Unknown is followed by the next. All attempts, and the waits between them, end within the
 * one timeout: each attempt gets an equal share of the time left, unless {@link #withAttemptTimeout} is less, and a
 * wait that would leave no time for the next attempt is not begun.
 *
 * <p>If the checker's future hangs for half a second beyond the attempt's share, the check is cancelled, and the
 * attempt is Unknown with {@link UnknownReason#STALLED}. So {@link #checkAsync} ends at most half a second late.
 * {@link #check} waits in {@link Checker#checkAddr}, without such a bound.
 *
 * <p>Immutable: each {@code with} method returns a copy.
 */
public final class Retry {
    final int attempts;
    final long attemptTimeoutNanos;
    private final long delayNanos;
    private final double backoff;
    private final double jitter;

    private Retry(int attempts, long delayNanos, double backoff, double jitter, long attemptTimeoutNanos) {
        this.attempts = attempts;
        this.delayNanos = delayNanos;
        this.backoff = backoff;
        this.jitter = jitter;
        this.attemptTimeoutNanos = attemptTimeoutNanos;
    }

    /**
     * A number of attempts, each right after the previous one.
     *
     * @param attempts 1 or more
     * @return a policy
     */
    public static Retry of(int attempts) {
        Arguments.require(attempts >= 1, "attempts", attempts, ">= 1");
        return new Retry(attempts, 0, 1, 0, Durations.FOREVER_NANOS);
    }

    /**
     * The wait between the first attempt's result and the second attempt.
     *
     * @param wait zero or more; the default is zero
     * @return a copy
     */
    public Retry withDelay(Duration wait) {
        Durations.requireNotNegative("delay", wait);
        return new Retry(attempts, Durations.nanos(wait), backoff, jitter, attemptTimeoutNanos);
    }

    /**
     * The factor by which each wait is longer than the previous one.
     *
     * @param factor 1 or more; the default is 1
     * @return a copy
     */
    public Retry withBackoff(double factor) {
        Arguments.require(factor >= 1 && factor <= Double.MAX_VALUE, "backoff", factor, ">= 1");
        return new Retry(attempts, delayNanos, factor, jitter, attemptTimeoutNanos);
    }

    /**
     * The random part of each wait, so that many callers do not retry at the same moment: a wait is shorter by at most
     * this fraction.
     *
     * @param fraction 0 to 1; the default is 0
     * @return a copy
     */
    public Retry withJitter(double fraction) {
        Arguments.require(fraction >= 0 && fraction <= 1, "jitter", fraction, "0 to 1");
        return new Retry(attempts, delayNanos, backoff, fraction, attemptTimeoutNanos);
    }

    /**
     * The timeout of one attempt.
     *
     * @param most more than zero; the default is an equal share of the time that is left
     * @return a copy
     */
    public Retry withAttemptTimeout(Duration most) {
        Durations.requirePositive("attemptTimeout", most);
        return new Retry(attempts, delayNanos, backoff, jitter, Durations.nanos(most));
    }

    /**
     * Checks, and waits for the result. If the waiting thread is interrupted, the attempts end, the last one as Unknown
     * with {@link UnknownReason#INTERRUPTED} if it was running, and the thread's flag is set again.
     *
     * @param checker makes the attempts
     * @param target as {@link io.halfshake.Target#parse} reads it
     * @param timeout for all attempts together, more than zero
     * @return with at least one attempt
     * @throws IllegalArgumentException if the text is no target, or the timeout zero or less
     * @throws IllegalStateException if the checker is closed, or returns null
     */
    public RetryResult check(Checker checker, String target, Duration timeout) {
        return check(checker, target, timeout, RetryTime.SYSTEM);
    }

    RetryResult check(Checker checker, String target, Duration timeout, RetryTime time) {
        RetryRun run = run(checker, target, timeout, time);
        while (true) {
            run.add(CheckerReturns.require(checker.checkAddr(target, run.attemptTimeout()), "checkAddr", "a result"));
            if (run.isOver() || !time.sleep(run.nextWait())) {
                return run.result();
            }
        }
    }

    /**
     * Checks. Attempts after the first start on the thread that completed the previous one, or, after a wait or where
     * the checker hung, on a thread of the library.
     *
     * @param checker makes the attempts
     * @param target as {@link io.halfshake.Target#parse} reads it
     * @param timeout for all attempts together, more than zero
     * @return a future that completes with at least one attempt, and exceptionally only if it is cancelled, which
     *     cancels the attempt that runs and makes no other, or if the checker throws, or returns null or a future of it
     * @throws IllegalArgumentException if the text is no target, or the timeout zero or less
     * @throws IllegalStateException if the checker is closed
     */
    public CompletableFuture<RetryResult> checkAsync(Checker checker, String target, Duration timeout) {
        return checkAsync(checker, target, timeout, RetryTime.SYSTEM);
    }

    CompletableFuture<RetryResult> checkAsync(Checker checker, String target, Duration timeout, RetryTime time) {
        RetryFuture future = new RetryFuture(checker, target, run(checker, target, timeout, time), time);
        future.begin();
        return future;
    }

    private RetryRun run(Checker checker, String target, Duration timeout, RetryTime time) {
        Objects.requireNonNull(checker, "checker");
        Objects.requireNonNull(target, "target");
        Durations.requirePositive("timeout", timeout);
        return new RetryRun(this, Durations.nanos(timeout), time);
    }

    /** The wait after the given number of attempts. */
    long waitNanos(int made, DoubleSupplier random) {
        double full = Math.min((double) Durations.FOREVER_NANOS, delayNanos * Math.pow(backoff, made - 1));
        return (long) (full * (1 - jitter * random.getAsDouble()));
    }
}
