@NullMarked
package io.halfshake.packaging;

import org.jspecify.annotations.NullMarked;
