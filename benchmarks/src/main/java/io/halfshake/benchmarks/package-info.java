/**
 * What a check costs, in CPU time of the checking process, beside other ways to ask the same. A {@code Work} is what is
 * checked, a {@code Contender} is who checks, and {@code Benchmark} lets all of them take turns at all of it.
 */
@NullMarked
package io.halfshake.benchmarks;

import org.jspecify.annotations.NullMarked;
