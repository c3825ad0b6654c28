/** Programs of the system that tests start. */
@NullMarked
package io.halfshake.programs;

import org.jspecify.annotations.NullMarked;
