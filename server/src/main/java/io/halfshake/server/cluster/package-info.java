/**
 * The cluster in which several watchers share their targets.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.server.cluster;

import org.jspecify.annotations.NullMarked;
