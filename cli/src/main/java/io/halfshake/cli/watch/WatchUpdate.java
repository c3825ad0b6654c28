package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An update for the user.
 *
 * @param at the time of the result
 * @param result the result of the check
 * @param transition null for an inconclusive first check of a target
 */
record WatchUpdate(Instant at, CheckResult result, @Nullable Transition transition) {}
