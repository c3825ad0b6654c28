package io.halfshake.internal;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Checks of a checker whose futures do not complete. */
public final class HungChecks {
    /**
     * How much longer than its timeout a check is waited for: more than the quarter of a second that a checker may be
     * late where its engine hangs.
     */
    public static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private HungChecks() {}

    /** The cause of a result that stands for the one that did not come. */
    public static TimeoutException noAnswer() {
        return new TimeoutException("checker: no answer within its timeout");
    }
}
