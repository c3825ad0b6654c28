@NullMarked
package io.halfshake.cli.serve;

import org.jspecify.annotations.NullMarked;
