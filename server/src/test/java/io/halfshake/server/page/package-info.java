@NullMarked
package io.halfshake.server.page;

import org.jspecify.annotations.NullMarked;
