@NullMarked
package io.halfshake.benchmarks.report;

import org.jspecify.annotations.NullMarked;
