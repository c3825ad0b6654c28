@NullMarked
package io.halfshake.cli.check;

import org.jspecify.annotations.NullMarked;
