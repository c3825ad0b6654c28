package io.halfshake.monitor;

import io.halfshake.CheckResult;

/**
 * A result of a check of one target.
 *
 * @param target as it was added
 * @param result what the checker returned, or an Unknown where it returned nothing
 * @param state what the monitor takes the target for, with this result counted
 * @param held whether the state took no notice of the result although it was conclusive, as in
 *     {@link TargetStatus#lastHeld()}
 * @param atNanos when the result came, on the clock of {@link Transition#atNanos()}
 */
public record TargetResult(String target, CheckResult result, TargetState state, boolean held, long atNanos) {}
