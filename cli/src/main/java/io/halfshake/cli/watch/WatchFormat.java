package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The format of the output: each text is complete lines, with line ends. */
interface WatchFormat {
    /**
     * Formats a transition.
     *
     * @param outage the outage that ends with it; null if none does
     */
    String transition(Transition transition, @Nullable OutageLength outage);

    /** Formats an inconclusive first check: not a transition, but important to the user. */
    String unknown(Instant at, CheckResult.Unknown result);

    /** Formats that this machine's own network is in doubt, or that it works again. */
    String blindness(Instant at, Blindness blindness);

    /** Formats the report at the end. */
    String report(WatchFindings findings);
}
