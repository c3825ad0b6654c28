/** What is measured: the options of a run, targets, and the checks of one turn. */
@NullMarked
package io.halfshake.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
