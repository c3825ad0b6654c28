package io.halfshake.linux;

/** What the kernel knows about a connection: struct tcp_info, linux/include/uapi/linux/tcp.h. */
final class TcpInfo {
    /** Up to and including tcpi_segs_out, which Linux has since 4.2. */
    static final int LENGTH = 144;

    // linux/include/net/tcp_states.h
    static final int ESTABLISHED = 1;
    static final int SYN_SENT = 2;
    static final int SYN_RECV = 3;
    static final int CLOSE = 7;
    static final int CLOSE_WAIT = 8;

    private static final int LAST_ACK_RECEIVED = 56;
    private static final int ROUND_TRIP = 68;
    private static final int TOTAL_RETRANSMITS = 100;
    private static final int SEGMENTS_OUT = 136;

    final NativeMemory memory = new NativeMemory(LENGTH);

    int state() {
        return memory.bytes.get(0);
    }

    /** From the SYN to the SYN-ACK in microseconds, as the kernel saw the packets; 0 if it has no sample. */
    int roundTripMicros() {
        return memory.bytes.getInt(ROUND_TRIP);
    }

    /** How often the SYN was sent again. */
    int retransmits() {
        return memory.bytes.getInt(TOTAL_RETRANSMITS);
    }

    /** How long the answer has been lying there, in milliseconds. */
    int answerAgeMillis() {
        return memory.bytes.getInt(LAST_ACK_RECEIVED);
    }

    /** Whether anything but SYNs was sent, which can only be the ACK that completes the handshake. */
    boolean isAckSent() {
        return memory.bytes.getInt(SEGMENTS_OUT) > 1 + retransmits();
    }
}
