/**
 * A network for tests: a TUN device behind which one program simulates a /16 of IPv4 hosts and the same hosts in IPv6,
 * each with its own behaviour, and counts the packets. Not published.
 *
 * <p>{@link io.halfshake.lab.Lab} is the entry point for tests; it starts {@link io.halfshake.lab.LabProcess} in a
 * process of its own, so that a pause of the checker does not pause the network. One thread runs it:
 * {@link io.halfshake.lab.TunDevice} reads a packet, {@link io.halfshake.lab.Packet} parses it,
 * {@link io.halfshake.lab.Hosts} decides by the host's {@link io.halfshake.lab.Behaviour} on the reply,
 * {@link io.halfshake.lab.Replies} builds it, and {@link io.halfshake.lab.DelayQueue} sends it when it is due.
 * {@link io.halfshake.lab.WireCounters} counts.
 */
@NullMarked
package io.halfshake.lab;

import org.jspecify.annotations.NullMarked;
