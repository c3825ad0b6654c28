package io.halfshake;

/** How much of TCP's three-way handshake (RFC 9293, section 3.5) took place. */
public enum Handshake {
    /**
     * No handshake was completed: the last ACK was never sent, so the server's {@code accept()} does not return and its
     * application sees nothing. Also the value where there was no handshake at all: the target refused or was silent,
     * nothing was sent, or the engine sends no SYNs, as {@code echo} does. One ACK can go unnoticed: the challenge ACK
     * (RFC 5961, section 4.2) to a SYN-ACK that arrived twice.
     */
    HALF,
    /**
     * The handshake was completed, or it cannot be ruled out that it was: the server may have accepted a connection.
     */
    FULL
}
