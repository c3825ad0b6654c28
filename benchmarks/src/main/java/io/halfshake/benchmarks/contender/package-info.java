/** What is compared: ways to check from Java, each in a JVM of its own, and other programs. */
@NullMarked
package io.halfshake.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
