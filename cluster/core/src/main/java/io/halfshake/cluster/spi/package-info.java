/**
 * What a replicated log implements so that a cluster can run on it.
 *
 * <p>Nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.cluster.spi;

import org.jspecify.annotations.NullMarked;
