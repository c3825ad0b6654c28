@NullMarked
package io.halfshake.cli.report;

import org.jspecify.annotations.NullMarked;
