package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that the user is told as it happens.
 *
 * @param at when
 * @param result what the check found
 * @param transition null if a target's first check could not tell
 */
record News(Instant at, CheckResult result, @Nullable Transition transition) {}
