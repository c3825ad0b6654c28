package io.halfshake.server.probe;

import io.halfshake.CheckResult;

/**
 * What became of a probe.
 *
 * @param result what was found
 * @param lookupNanos how long the name took to resolve; 0 for an address
 * @param elapsedNanos from the request to the result
 * @param blind whether too few witnesses responded at its beginning or at its end
 */
record ProbeReport(ProbeRequest request, CheckResult result, long lookupNanos, long elapsedNanos, boolean blind) {
    /** Whether the result is evidence of the target. A host that responded is, also while witnesses do not. */
    boolean isConclusive() {
        return !result.isUnknown() && !(blind && result.isDown() && !result.hostResponded());
    }
}
