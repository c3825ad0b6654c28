/**
 * The state that all members of a cluster share, how a member proposes to change it, and what it announces.
 *
 * <p>Nothing here reads a clock, waits, or draws a random number: moments come as arguments. The state of a cluster is
 * the same on every member at the same index of the log.
 */
@NullMarked
package io.halfshake.cluster;

import org.jspecify.annotations.NullMarked;
