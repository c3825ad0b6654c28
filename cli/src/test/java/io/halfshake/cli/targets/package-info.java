@NullMarked
package io.halfshake.cli.targets;

import org.jspecify.annotations.NullMarked;
