@NullMarked
package io.halfshake.cli.result;

import org.jspecify.annotations.NullMarked;
