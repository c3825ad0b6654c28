package io.halfshake;

/** Who gave the answer that a result rests on. */
public enum Speaker {
    /** The address, with a SYN-ACK. */
    SYN_ACK,
    /**
     * The address, with a RST. The kernel reports an ICMP "port unreachable" with the same errno: only an engine that
     * sees packets can tell the two apart, and then says {@link #ICMP}.
     */
    RST,
    /** A router or the host itself, with an ICMP error; or the neighbour look-up on the last link that found nobody. */
    ICMP,
    /** Nobody: silence until the deadline. */
    NOBODY,
    /** This machine: nothing was learned about the target. */
    THIS_HOST
}
