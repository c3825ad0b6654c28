/** Results of checks as text and as JSON. */
@NullMarked
package io.halfshake.cli.result;

import org.jspecify.annotations.NullMarked;
