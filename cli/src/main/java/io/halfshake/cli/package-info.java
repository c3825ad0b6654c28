/**
 * The command line.
 *
 * <p>{@link io.halfshake.cli.Main} ties {@link io.halfshake.cli.CommandLineApplication} to the process; everything else
 * receives its streams, clock and checkers in {@link io.halfshake.cli.command.Environment}. Each command has a package;
 * command, result, targets and terminal hold what they share. A single check must be quick from start to exit: classes
 * that only longer runs need (the histogram, the JSON writer, the refresh timer) are not loaded for it.
 */
@NullMarked
package io.halfshake.cli;

import org.jspecify.annotations.NullMarked;
