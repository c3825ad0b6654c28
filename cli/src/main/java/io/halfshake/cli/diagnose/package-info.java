/** The command {@code diagnose}: tells a service that is down from a host that is down. */
@NullMarked
package io.halfshake.cli.diagnose;

import org.jspecify.annotations.NullMarked;
