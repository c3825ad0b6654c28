package io.halfshake.linux;

/**
 * A classic BPF program that lets through SYN-ACKs and RSTs for a range of local ports, so that the host's other
 * traffic does not wake the loop (linux/Documentation/networking/filter.rst).
 */
final class SegmentFilter {
    // linux/include/uapi/linux/bpf_common.h and filter.h.
    private static final int LOAD_BYTE_AT_X = 0x50;
    private static final int LOAD_HALF_AT_X = 0x48;
    private static final int LOAD_HEADER_LENGTH_INTO_X = 0xb1;
    private static final int LOAD_CONSTANT_INTO_X = 0x01;
    private static final int JUMP_IF_GREATER_OR_EQUAL = 0x35;
    private static final int JUMP_IF_GREATER = 0x25;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_ANY_BIT = 0x45;
    private static final int AND = 0x54;
    private static final int RETURN = 0x06;

    private static final int INSTRUCTION = 8;
    private static final int INSTRUCTIONS = 10;
    private static final int WHOLE_PACKET = 0xffff;
    private static final int NOTHING = 0;

    /** struct sock_fprog: a count, padding, and where the program is. */
    static final int LENGTH = 16;

    private final NativeMemory program = new NativeMemory(INSTRUCTIONS * INSTRUCTION);
    final NativeMemory memory = new NativeMemory(LENGTH);

    private SegmentFilter() {
        memory.bytes.putShort(0, (short) INSTRUCTIONS).putLong(8, program.address);
    }

    /**
     * For ports from the first to the last. What an IPv4 socket filters begins with the IP header; on an IPv6 socket it
     * is the segment alone.
     */
    static SegmentFilter forPorts(int family, int first, int last) {
        SegmentFilter filter = new SegmentFilter();
        if (family == LibC.AF_INET) {
            filter.put(0, LOAD_HEADER_LENGTH_INTO_X, 0, 0, 0);
        } else {
            filter.put(0, LOAD_CONSTANT_INTO_X, 0, 0, 0);
        }
        filter.put(1, LOAD_HALF_AT_X, 0, 0, 2);
        filter.put(2, JUMP_IF_GREATER_OR_EQUAL, 0, 6, first);
        filter.put(3, JUMP_IF_GREATER, 5, 0, last);
        filter.put(4, LOAD_BYTE_AT_X, 0, 0, 13);
        filter.put(5, JUMP_IF_ANY_BIT, 2, 0, Segments.RST);
        filter.put(6, AND, 0, 0, Segments.SYN | Segments.ACK);
        filter.put(7, JUMP_IF_EQUAL, 0, 1, Segments.SYN | Segments.ACK);
        filter.put(8, RETURN, 0, 0, WHOLE_PACKET);
        filter.put(9, RETURN, 0, 0, NOTHING);
        return filter;
    }

    private void put(int index, int code, int ifTrue, int ifFalse, int value) {
        program.bytes.putShort(index * INSTRUCTION, (short) code);
        program.bytes.put(index * INSTRUCTION + 2, (byte) ifTrue);
        program.bytes.put(index * INSTRUCTION + 3, (byte) ifFalse);
        program.bytes.putInt(index * INSTRUCTION + 4, value);
    }
}
