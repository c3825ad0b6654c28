@NullMarked
package io.halfshake.cli.doctor;

import org.jspecify.annotations.NullMarked;
