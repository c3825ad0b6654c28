@NullMarked
package io.halfshake.server;

import org.jspecify.annotations.NullMarked;
