/**
 * The README's examples, compiled and run with everything else. Each file stands in the README below its package line.
 */
@NullMarked
package io.halfshake.testing.readme;

import org.jspecify.annotations.NullMarked;
