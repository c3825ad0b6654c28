@NullMarked
package io.halfshake.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
