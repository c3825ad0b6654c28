@NullMarked
package io.halfshake.server.cluster;

import org.jspecify.annotations.NullMarked;
