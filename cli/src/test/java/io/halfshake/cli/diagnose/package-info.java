@NullMarked
package io.halfshake.cli.diagnose;

import org.jspecify.annotations.NullMarked;
