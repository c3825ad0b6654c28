package io.halfshake.testing;

/** How a {@link TcpPeer} treats connections. */
public enum PeerKind {
    /** Accepts every connection, reads and discards what comes, never sends anything, and keeps count. */
    ACCEPTING,
    /**
     * Listens and never accepts. The kernel completes handshakes all the same, and what it completed stays in the
     * accept queue, for {@link TcpPeer#drainAccepted()} to find.
     */
    NEVER_ACCEPTING,
    /**
     * Holds the port without listening: the kernel answers each SYN with a RST, and no other process can listen there.
     */
    REFUSING,
    /**
     * Listens behind a backlog that it has filled with connections of its own, so that the kernel drops each SYN. That
     * this works is tried when the peer becomes silent, which takes a quarter of a second.
     */
    SILENT
}
