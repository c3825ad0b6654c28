package io.halfshake;

/** The packet, or its absence, that a result rests on. */
public enum Signal {
    /** A SYN-ACK from the address. */
    SYN_ACK,
    /**
     * A RST from the address. The kernel reports an ICMP "port unreachable" with the same errno: only an engine that
     * sees packets can tell the two apart, and reports {@link #ICMP}.
     */
    RST,
    /**
     * An ICMP error from a router or the host itself; or a neighbour look-up on the last link without an answer. Of an
     * engine that checks hosts, as {@code echo} does, also the echo reply that makes a host Up.
     */
    ICMP,
    /** Silence until the deadline. */
    NONE,
    /** A failure on this machine: nothing was learned about the target. */
    LOCAL
}
