/** The command {@code check}: single checks, runs of many, their status line and summary. */
@NullMarked
package io.halfshake.cli.check;

import org.jspecify.annotations.NullMarked;
