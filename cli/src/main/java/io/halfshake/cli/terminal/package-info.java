/** Standard output and the terminal: buffering, size, colours, symbols, and values as text. */
@NullMarked
package io.halfshake.cli.terminal;

import org.jspecify.annotations.NullMarked;
