package io.halfshake.monitor;

import io.halfshake.CheckState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The little that {@link Monitor#forEachTarget} tells of a target.
 *
 * @param target as it was added
 * @param state what the monitor takes the target for
 * @param since when that state was decided, as in {@link TargetStatus}
 * @param last the state of the last result alone; null before the first
 */
public record TargetSummary(
        String target,
        TargetState state,
        Instant since,
        @Nullable CheckState last) {}
