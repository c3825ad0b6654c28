/** Asks whether an endpoint answers by driving the Linux kernel's own sockets. */
@NullMarked
package io.halfshake.linux;

import org.jspecify.annotations.NullMarked;
