package io.halfshake.testing.readme;

import io.halfshake.Checker;
import io.halfshake.retry.Retry;
import io.halfshake.retry.RetryResult;
import java.time.Duration;

class Retries {
    private static final Retry RETRY =
            Retry.of(3).withDelay(Duration.ofMillis(200)).withBackoff(2);

    static boolean isUp(Checker checker, String target) {
        RetryResult result = RETRY.check(checker, target, Duration.ofSeconds(5));
        System.out.println(
                result.attempts().size() + " attempts: " + result.result().describe());
        return result.isUp();
    }
}
