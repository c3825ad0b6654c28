/**
 * The examples of the README and of pages in {@code docs}, compiled with everything else. Each file is shown there from
 * below its package line.
 */
@NullMarked
package io.halfshake.testing.readme;

import org.jspecify.annotations.NullMarked;
