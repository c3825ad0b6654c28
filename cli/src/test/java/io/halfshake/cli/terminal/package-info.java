@NullMarked
package io.halfshake.cli.terminal;

import org.jspecify.annotations.NullMarked;
