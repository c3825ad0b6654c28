/** The configuration file of the watcher, and the files of targets that it names. */
@NullMarked
package io.halfshake.server.config;

import org.jspecify.annotations.NullMarked;
