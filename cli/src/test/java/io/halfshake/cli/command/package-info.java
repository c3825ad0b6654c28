@NullMarked
package io.halfshake.cli.command;

import org.jspecify.annotations.NullMarked;
