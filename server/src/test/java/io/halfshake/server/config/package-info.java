/** Tests of the configuration file: what is read, what is refused and with which words. */
@NullMarked
package io.halfshake.server.config;

import org.jspecify.annotations.NullMarked;
