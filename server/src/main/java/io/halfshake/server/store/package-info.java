/**
 * The history of the targets in a database: {@link io.halfshake.server.store.History} listens to a monitor, writes what
 * it finds, reads it for pages, and gives back at the next start what the monitor has to continue.
 *
 * <p>Times are whole microseconds since 1970, UTC. Unless a type says otherwise, nothing here accepts or returns null.
 */
@NullMarked
package io.halfshake.server.store;

import org.jspecify.annotations.NullMarked;
