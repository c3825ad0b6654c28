/** The machine that measures: its facts, its JVMs and programs, and what the kernel counts for a process. */
@NullMarked
package io.halfshake.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
