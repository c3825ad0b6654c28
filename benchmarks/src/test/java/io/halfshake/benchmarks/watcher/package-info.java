@NullMarked
package io.halfshake.benchmarks.watcher;

import org.jspecify.annotations.NullMarked;
