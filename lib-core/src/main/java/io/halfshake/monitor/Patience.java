package io.halfshake.monitor;

import io.halfshake.CheckResult;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.Speaker;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How long a checker that hangs is waited for, and what stands for its answer once nobody waits any longer. */
final class Patience {
    /** Beyond the quarter of a second that a checker may be late where its engine hangs. */
    static final long NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private Patience() {}

    static CheckResult unanswered(
            String target,
            @Nullable InetSocketAddress address,
            UnknownReason reason,
            String engine,
            long elapsedNanos) {
        boolean stalled = reason == UnknownReason.STALLED;
        Throwable cause = stalled ? new TimeoutException("checker: no answer within its timeout") : null;
        // The checker may have asked, and not have looked at the answer: nobody knows what the kernel did with it.
        Handshake handshake = stalled ? Handshake.FULL : Handshake.HALF;
        Evidence evidence =
                new Evidence(Speaker.THIS_HOST, null, null, null, 0, engine, handshake, Evidence.Clock.NONE);
        Timing timing = new Timing(Math.max(0, elapsedNanos), 0, 0, Timing.NO_ROUND_TRIP);
        return new CheckResult.Unknown(target, address, reason, cause, timing, evidence);
    }
}
