package io.halfshake.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An array of messages for sendmmsg(2) and recvmmsg(2): struct mmsghdr, and for each an address, a packet and control
 * data, all in memory of their own that is set up once. The layouts are those of 64-bit Linux.
 */
final class MmsgBuffers {
    /** Measured: from 8 to 64 more messages a call pay, beyond they do not. */
    static final int COUNT = 64;

    /** linux/include/linux/socket.h: struct user_msghdr, and struct mmsghdr around it. */
    private static final int HEADER_LENGTH = 64;

    /** Holds every packet that this library sends, and as much as is needed of those it receives. */
    private static final int PACKET_LENGTH = 192;

    private static final int NAME_AT = 0;
    private static final int NAME_LENGTH_AT = 8;
    private static final int VECTOR_AT = 16;
    private static final int VECTOR_COUNT_AT = 24;
    private static final int CONTROL_AT = 32;
    private static final int CONTROL_LENGTH_AT = 40;
    private static final int RECEIVED_AT = 56;

    private static final int VECTOR_LENGTH = 16;
    private static final int CONTROL_LENGTH = 160;

    // linux/include/linux/socket.h: struct cmsghdr, whose length field is a size_t.
    private static final int CONTROL_HEADER = 16;

    private final NativeMemory headers = new NativeMemory(COUNT * HEADER_LENGTH);
    final NativeMemory names = new NativeMemory(COUNT * SocketAddresses.MAX_LENGTH);
    private final NativeMemory vectors = new NativeMemory(COUNT * VECTOR_LENGTH);
    private final NativeMemory packetMemory = new NativeMemory(COUNT * PACKET_LENGTH);
    private final NativeMemory controls = new NativeMemory(COUNT * CONTROL_LENGTH);

    /** All packets, in network byte order. */
    final ByteBuffer packets = packetMemory.bytes.duplicate().order(ByteOrder.BIG_ENDIAN);

    MmsgBuffers() {
        for (int i = 0; i < COUNT; i++) {
            int header = i * HEADER_LENGTH;
            headers.bytes.putLong(header + NAME_AT, names.address + (long) i * SocketAddresses.MAX_LENGTH);
            headers.bytes.putLong(header + VECTOR_AT, vectors.address + (long) i * VECTOR_LENGTH);
            headers.bytes.putLong(header + VECTOR_COUNT_AT, 1);
            headers.bytes.putLong(header + CONTROL_AT, controls.address + (long) i * CONTROL_LENGTH);
            vectors.bytes.putLong(i * VECTOR_LENGTH, packetMemory.address + (long) i * PACKET_LENGTH);
        }
        empty(COUNT);
    }

    /** Where a message's packet begins. */
    static int packetAt(int message) {
        return message * PACKET_LENGTH;
    }

    /** Where a message's address begins. */
    static int nameAt(int message) {
        return message * SocketAddresses.MAX_LENGTH;
    }

    /** Makes room for packets to be received, in the first {@code count} messages. */
    void empty(int count) {
        for (int i = 0; i < count; i++) {
            int header = i * HEADER_LENGTH;
            headers.bytes.putInt(header + NAME_LENGTH_AT, SocketAddresses.MAX_LENGTH);
            headers.bytes.putLong(header + CONTROL_LENGTH_AT, CONTROL_LENGTH);
            vectors.bytes.putLong(i * VECTOR_LENGTH + 8, PACKET_LENGTH);
        }
    }

    /** Readies a message to be sent: its packet and its address are written already. */
    void ready(int message, int packetLength, int nameLength) {
        int header = message * HEADER_LENGTH;
        headers.bytes.putInt(header + NAME_LENGTH_AT, nameLength);
        headers.bytes.putLong(header + CONTROL_LENGTH_AT, 0);
        vectors.bytes.putLong(message * VECTOR_LENGTH + 8, packetLength);
    }

    /** The address of a message's header. */
    long header(int message) {
        return headers.address + (long) message * HEADER_LENGTH;
    }

    /** Notes the length of what recvmsg(2) has received, as recvmmsg(2) does by itself. */
    void received(int message, int length) {
        headers.bytes.putInt(message * HEADER_LENGTH + RECEIVED_AT, length);
    }

    /** The length of a packet that was received. */
    int received(int message) {
        return Math.min(PACKET_LENGTH, headers.bytes.getInt(message * HEADER_LENGTH + RECEIVED_AT));
    }

    /** Where the data of a control message begins, in {@link #control()}; -1 if there is none of that type. */
    int findControl(int message, int level, int type) {
        int at = message * CONTROL_LENGTH;
        long length = headers.bytes.getLong(message * HEADER_LENGTH + CONTROL_LENGTH_AT);
        int end = at + (int) Math.max(0, Math.min(CONTROL_LENGTH, length));
        while (at + CONTROL_HEADER <= end) {
            long size = controls.bytes.getLong(at);
            if (size < CONTROL_HEADER || size > end - at) {
                return -1;
            }
            if (controls.bytes.getInt(at + 8) == level && controls.bytes.getInt(at + 12) == type) {
                return at + CONTROL_HEADER;
            }
            at += (int) (size + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        return -1;
    }

    ByteBuffer control() {
        return controls.bytes;
    }
}
