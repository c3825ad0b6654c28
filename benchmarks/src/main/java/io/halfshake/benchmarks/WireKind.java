package io.halfshake.benchmarks;

/** What a check of a contender is on the wire. */
enum WireKind {
    /** SYN, SYN-ACK, RST: the server's accept() never returns. */
    HALF("half"),
    /** The server's accept() returns. */
    FULL("full"),
    /** ICMP echo: no handshake, and no port is asked. */
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
