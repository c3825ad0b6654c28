/**
 * What changes, as it changes: {@link io.halfshake.server.events.EventHub} sends server-sent events to those who
 * listen.
 *
 * <p>Nothing here delays the monitor, nor one listener another: what waits for a listener is bounded, and one that
 * reads too slowly is disconnected.
 *
 * <p>Unless a type says otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.server.events;

import org.jspecify.annotations.NullMarked;
