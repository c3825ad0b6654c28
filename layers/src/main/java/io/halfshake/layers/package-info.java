/** What the modules may need of each other. */
@NullMarked
package io.halfshake.layers;

import org.jspecify.annotations.NullMarked;
