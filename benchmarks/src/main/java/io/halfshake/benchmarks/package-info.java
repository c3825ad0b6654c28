/** What a check costs, in CPU time of the whole process, beside other ways to ask the same. */
@NullMarked
package io.halfshake.benchmarks;

import org.jspecify.annotations.NullMarked;
