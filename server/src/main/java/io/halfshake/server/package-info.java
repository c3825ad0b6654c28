/** The standing watcher: brings together the configuration, the monitor and what is served by HTTP. */
@NullMarked
package io.halfshake.server;

import org.jspecify.annotations.NullMarked;
