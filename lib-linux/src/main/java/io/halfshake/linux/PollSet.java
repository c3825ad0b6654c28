package io.halfshake.linux;

/** Sockets that are asked in one call whether they have anything to say: an array of struct pollfd, poll(2). */
final class PollSet {
    static final int MOST = 256;

    private static final int LENGTH = 8;
    private static final int EVENTS = 4;
    private static final int RETURNED = 6;

    final NativeMemory memory = new NativeMemory(MOST * LENGTH);

    void put(int index, int descriptor) {
        int at = index * LENGTH;
        memory.bytes.putInt(at, descriptor);
        memory.bytes.putShort(at + EVENTS, LibC.POLLOUT).putShort(at + RETURNED, (short) 0);
    }

    /** After the call. */
    boolean hasNews(int index) {
        return memory.bytes.getShort(index * LENGTH + RETURNED) != 0;
    }
}
