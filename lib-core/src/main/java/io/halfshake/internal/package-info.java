/** What the packages of this module share, and nobody else: it is not exported, and may change at any time. */
@NullMarked
package io.halfshake.internal;

import org.jspecify.annotations.NullMarked;
