/** What every consumer project calls to see that Halfshake works in it. */
@NullMarked
package io.halfshake.it;

import org.jspecify.annotations.NullMarked;
