/** Tests of the Linux engines. Real sockets on loopback; what needs more makes a network namespace of its own. */
@NullMarked
package io.halfshake.linux;

import org.jspecify.annotations.NullMarked;
