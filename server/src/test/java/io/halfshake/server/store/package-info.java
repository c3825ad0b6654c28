@NullMarked
package io.halfshake.server.store;

import org.jspecify.annotations.NullMarked;
