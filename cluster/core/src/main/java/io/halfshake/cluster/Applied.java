package io.halfshake.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command that was applied, and what became of it.
 *
 * @param command null if it could not be read
 * @param decisions one for each item of the command, in its order; one for a command that has no items
 */
record Applied(@Nullable Command command, List<Decision> decisions) {}
