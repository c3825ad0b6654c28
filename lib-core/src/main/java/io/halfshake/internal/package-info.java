/** What the packages of this module and Halfshake's other modules share: not for users, and may change at any time. */
@NullMarked
package io.halfshake.internal;

import org.jspecify.annotations.NullMarked;
