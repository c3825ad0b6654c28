/** Makes those files of the Debian package that are not in the sources as they are installed. */
@NullMarked
package io.halfshake.packaging;

import org.jspecify.annotations.NullMarked;
