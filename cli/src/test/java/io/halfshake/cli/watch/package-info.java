@NullMarked
package io.halfshake.cli.watch;

import org.jspecify.annotations.NullMarked;
