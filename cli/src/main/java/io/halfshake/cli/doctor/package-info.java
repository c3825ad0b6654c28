/** The command {@code doctor}: which engines work on this machine, and facts about it for a support case. */
@NullMarked
package io.halfshake.cli.doctor;

import org.jspecify.annotations.NullMarked;
