package io.halfshake.linux;

/** An array of {@code struct epoll_event}, which is packed on x86-64 and nowhere else (linux/eventpoll.h). */
final class EpollEvents {
    private static final boolean IS_PACKED = System.getProperty("os.arch").equals("amd64")
            || System.getProperty("os.arch").equals("x86_64");
    private static final int DATA_AT = IS_PACKED ? Integer.BYTES : Long.BYTES;
    private static final int SIZE = DATA_AT + Long.BYTES;

    private final NativeMemory memory;
    private final int capacity;

    EpollEvents(int capacity) {
        this.memory = new NativeMemory(capacity * SIZE);
        this.capacity = capacity;
    }

    long address() {
        return memory.address;
    }

    int capacity() {
        return capacity;
    }

    void set(int index, int events, long data) {
        memory.bytes.putInt(index * SIZE, events);
        memory.bytes.putLong(index * SIZE + DATA_AT, data);
    }

    /** What was registered with the descriptor. */
    long data(int index) {
        return memory.bytes.getLong(index * SIZE + DATA_AT);
    }
}
