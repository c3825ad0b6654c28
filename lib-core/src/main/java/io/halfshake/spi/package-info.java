/**
 * The interface that engines implement.
 *
 * <p>Validation, deadlines, queueing, name resolution, resending, completion and closing live in the checker. An engine
 * sends, listens, and reports {@link io.halfshake.spi.Outcome outcomes}.
 */
@NullMarked
package io.halfshake.spi;

import org.jspecify.annotations.NullMarked;
