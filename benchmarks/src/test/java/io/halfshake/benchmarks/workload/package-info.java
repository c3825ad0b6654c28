@NullMarked
package io.halfshake.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
