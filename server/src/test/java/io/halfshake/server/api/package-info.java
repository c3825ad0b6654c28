@NullMarked
package io.halfshake.server.api;

import org.jspecify.annotations.NullMarked;
