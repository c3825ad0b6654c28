package io.halfshake.server.probe;

import io.halfshake.CheckResult;

/**
 * What became of a probe.
 *
 * @param result what was found
 * @param lookupNanos how long the name took to resolve; 0 for an address
 * @param elapsedNanos from the request to the result
 */
record ProbeReport(ProbeRequest request, CheckResult result, long lookupNanos, long elapsedNanos) {}
