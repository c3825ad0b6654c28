/** Results as a table, a plot and JSON. */
@NullMarked
package io.halfshake.benchmarks.report;

import org.jspecify.annotations.NullMarked;
