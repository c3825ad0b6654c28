package io.halfshake;

/** How much of TCP's three-way handshake (RFC 9293, section 3.5) took place. */
public enum Handshake {
    /** The last ACK was never sent: the server's {@code accept()} does not return, its application sees nothing. */
    HALF,
    /**
     * The handshake was completed, or it cannot be ruled out that it was: the server may have accepted a connection.
     */
    FULL
}
