package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.internal.CheckerReturns;
import io.halfshake.internal.Durations;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Results for checks of which the checker returned none. */
final class CheckFailures {
    private final MonitorContext context;

    CheckFailures(MonitorContext context) {
        this.context = context;
    }

    /** The checker did not answer within its timeout and a grace. */
    CheckResult overdue(String target, Duration timeout, long asked) {
        String limit = Durations.readable(Durations.nanos(timeout));
        TimeoutException cause = new TimeoutException("the checker gave no result within the timeout of " + limit);
        return unknown(target, UnknownReason.STALLED, cause, asked);
    }

    /** The checker threw, or its future failed, or was completed with null where there is no error. */
    CheckResult failed(String target, @Nullable Throwable error, long asked) {
        Throwable cause = error != null ? error : CheckerReturns.nullReturned("checkAddrAsync", "a future of a result");
        return unknown(target, UnknownReason.LOCAL_FAILURE, cause, asked);
    }

    private CheckResult unknown(String target, UnknownReason reason, Throwable error, long asked) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        Timing timing = Timing.withoutRoundTrip(Math.max(0, context.now() - asked));
        Evidence evidence = Evidence.abandoned("monitor", reason, 0);
        return new CheckResult.Unknown(target, null, reason, cause, timing, evidence);
    }
}
