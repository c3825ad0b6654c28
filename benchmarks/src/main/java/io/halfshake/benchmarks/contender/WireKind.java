package io.halfshake.benchmarks.contender;

/** What a check looks like on the wire. */
public enum WireKind {
    /** SYN, SYN-ACK, RST: the server's accept() never returns. */
    HALF("half"),
    /** The server's accept() returns. */
    FULL("full"),
    /** ICMP echo: no handshake, and no port is checked. */
    ECHO("echo");

    private final String text;

    WireKind(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
