/**
 * Measures what a check costs in CPU time of the checking process, and compares it with other ways to check.
 * {@link io.halfshake.benchmarks.Benchmark} runs each {@code Contender} against each {@code Workload}, round by round.
 */
@NullMarked
package io.halfshake.benchmarks;

import org.jspecify.annotations.NullMarked;
