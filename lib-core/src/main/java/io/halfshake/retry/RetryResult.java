package io.halfshake.retry;

import io.halfshake.CheckResult;
import io.halfshake.internal.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The results of all attempts.
 *
 * @param attempts each attempt's result, in order; at least one; unmodifiable
 * @param elapsed from the call to the last result, waiting between attempts included
 */
public record RetryResult(List<CheckResult> attempts, Duration elapsed) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if there is no attempt
     */
    public RetryResult {
        attempts = List.copyOf(attempts);
        Arguments.require(!attempts.isEmpty(), "attempts", attempts, "at least one");
        Objects.requireNonNull(elapsed, "elapsed");
    }

    /**
     * The overall result: Up if the last attempt was, else the last conclusive result, else the last.
     *
     * @return one of the attempts
     */
    public CheckResult result() {
        CheckResult last = attempts.get(attempts.size() - 1);
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (!attempts.get(i).isUnknown()) {
                return attempts.get(i);
            }
        }
        return last;
    }

    /**
     * Whether the target answered in the end.
     *
     * @return true if the last attempt is Up
     */
    public boolean isUp() {
        return result().isUp();
    }
}
