/**
 * Maintenance windows: when they are open, and for which targets. What follows from that is up to the callers.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null, and everything is safe for use by many
 * threads.
 */
@NullMarked
package io.halfshake.server.maintenance;

import org.jspecify.annotations.NullMarked;
