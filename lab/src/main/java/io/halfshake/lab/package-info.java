/**
 * A network to be tested in: a TUN device behind which one program plays a whole /16 of IPv4 hosts and the same hosts
 * again in IPv6, each with a behaviour of its own, and keeps an account of what went over the wire. Not published.
 *
 * <p>{@link io.halfshake.lab.Lab} is what tests hold; it starts {@link io.halfshake.lab.LabProcess} in a process of its
 * own, so that a pause of the checker does not pause the network. One thread runs it:
 * {@link io.halfshake.lab.TunDevice} reads a packet, {@link io.halfshake.lab.Packet} says what it is,
 * {@link io.halfshake.lab.Hosts} decides by the host's {@link io.halfshake.lab.Behaviour} what comes back,
 * {@link io.halfshake.lab.Replies} writes that down, and {@link io.halfshake.lab.Outbox} sends it when it is due.
 * {@link io.halfshake.lab.Ledger} counts.
 */
@NullMarked
package io.halfshake.lab;

import org.jspecify.annotations.NullMarked;
