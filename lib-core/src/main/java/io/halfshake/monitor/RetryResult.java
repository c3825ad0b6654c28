package io.halfshake.monitor;

import io.halfshake.CheckResult;
import java.time.Duration;
import java.util.List;

/**
 * What a number of attempts found.
 *
 * @param attempts each attempt's result, in order; at least one; unmodifiable
 * @param elapsed from the call to the last result, waiting between attempts included
 */
public record RetryResult(List<CheckResult> attempts, Duration elapsed) {
    /**
     * The finding: Up if the last attempt was, else the last conclusive result, else the last.
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
