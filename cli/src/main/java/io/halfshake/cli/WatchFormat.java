package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How what is found is written: each text is whole lines, with their ends. */
interface WatchFormat {
    /**
     * A state has changed.
     *
     * @param outage what ends with it; null if nothing does
     */
    String transition(Transition transition, @Nullable OutageLength outage);

    /** A target's first check could not tell: not a transition, and yet what its user has to know. */
    String unknown(Instant at, CheckResult.Unknown result);

    /** All that was found. */
    String report(WatchFindings findings);
}
