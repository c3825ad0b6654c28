package io.halfshake.linux;

/** What the kernel knows about a connection: struct tcp_info, linux/include/uapi/linux/tcp.h. */
final class TcpInfo {
    /** Up to and including tcpi_segs_in, which Linux has since 4.2. */
    static final int LENGTH = 144;

    // linux/include/net/tcp_states.h
    static final int ESTABLISHED = 1;
    static final int SYN_SENT = 2;
    static final int SYN_RECV = 3;
    static final int CLOSE_WAIT = 8;

    /** linux/include/uapi/linux/tcp.h, enum tcp_ca_state: TCP_CA_CWR. */
    private static final int WINDOW_REDUCED = 2;

    private static final int CONGESTION_STATE = 1;
    private static final int RETRANSMITS = 2;
    private static final int LAST_ACK_RECEIVED = 56;
    private static final int ROUND_TRIP = 68;
    private static final int TOTAL_RETRANSMITS = 100;
    private static final int BYTES_ACKED = 120;
    private static final int BYTES_RECEIVED = 128;
    private static final int SEGMENTS_OUT = 136;
    private static final int SEGMENTS_IN = 140;

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

    /** Whether the kernel's own timer has tried to send the SYN again, which fails where there is no route. */
    boolean hasTimedOut() {
        return memory.bytes.get(RETRANSMITS) != 0;
    }

    /** Whether a segment has acknowledged the SYN. */
    boolean isSynAcknowledged() {
        return memory.bytes.getLong(BYTES_ACKED) != 0;
    }

    /**
     * Whether data has come, which only a peer sends that regards the handshake as complete. The kernel counts a FIN as
     * a byte.
     */
    boolean hasReceivedData() {
        return memory.bytes.getLong(BYTES_RECEIVED) > (state() == CLOSE_WAIT ? 1 : 0);
    }

    /** Segments of the peer that belong to this connection. */
    int segmentsIn() {
        return memory.bytes.getInt(SEGMENTS_IN);
    }

    /** How long the answer has been lying there, in milliseconds. */
    int answerAgeMillis() {
        return memory.bytes.getInt(LAST_ACK_RECEIVED);
    }

    /** Whether anything but SYNs was sent, which can only be the ACK that completes the handshake. */
    boolean isAckSent() {
        return memory.bytes.getInt(SEGMENTS_OUT) > 1 + retransmits();
    }

    /**
     * Whether the first SYN found no room in the interface's queue, which reduces the window (linux/net/ipv4/
     * tcp_output.c, __tcp_transmit_skb()). Once the kernel has sent it again that cannot be told any more.
     */
    boolean isSynDropped() {
        return memory.bytes.get(CONGESTION_STATE) == WINDOW_REDUCED;
    }
}
