@NullMarked
package io.halfshake.benchmarks;

import org.jspecify.annotations.NullMarked;
