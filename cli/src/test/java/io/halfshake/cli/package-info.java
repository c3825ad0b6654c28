/**
 * The command line's tests. {@code *Test} run the commands in this JVM, on streams and clocks of their own, so that
 * they can run side by side; {@code *IT} start the JVM that a user starts.
 */
@NullMarked
package io.halfshake.cli;

import org.jspecify.annotations.NullMarked;
