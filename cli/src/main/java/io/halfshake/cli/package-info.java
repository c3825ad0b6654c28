/**
 * The command line.
 *
 * <p>{@link io.halfshake.cli.Main} ties {@link io.halfshake.cli.CommandLineApplication} to the process; everything else
 * gets its streams, clock and checkers handed in through {@link io.halfshake.cli.Surroundings}. A single check must be
 * quick from start to exit: what only longer runs need (the histogram, the JSON writer, the pulse) is not loaded for
 * it.
 */
@NullMarked
package io.halfshake.cli;

import org.jspecify.annotations.NullMarked;
