/** The engine that needs nothing but the JDK: a zero-linger {@link java.net.Socket#connect}. */
@NullMarked
package io.halfshake.connect;

import org.jspecify.annotations.NullMarked;
