/** The command {@code watch}: a live table, transitions, and the report of outages. */
@NullMarked
package io.halfshake.cli.watch;

import org.jspecify.annotations.NullMarked;
