/** Targets from the command line and from files. */
@NullMarked
package io.halfshake.cli.targets;

import org.jspecify.annotations.NullMarked;
