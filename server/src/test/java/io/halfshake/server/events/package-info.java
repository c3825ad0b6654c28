@NullMarked
package io.halfshake.server.events;

import org.jspecify.annotations.NullMarked;
