/** The report of {@code watch} as one file for browsers. */
@NullMarked
package io.halfshake.cli.report;

import org.jspecify.annotations.NullMarked;
