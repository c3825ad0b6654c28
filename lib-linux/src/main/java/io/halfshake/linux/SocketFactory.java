package io.halfshake.linux;

/** Makes sockets for half-open checks, in one of two ways. */
final class SocketFactory {
    private static final int LINGER_LENGTH = 8;

    /** How a socket holds back the ACK, and how long it lives. */
    enum Mode {
        /** Asked again and again: TCP_DEFER_ACCEPT survives the disconnect. */
        REUSED,
        /** Made for one check: TCP_QUICKACK does not survive one. */
        FRESH
    }

    private final SystemCalls calls;
    private final SocketOptions options;
    private final Mode mode;
    private final NativeMemory linger = new NativeMemory(LINGER_LENGTH);
    private final NativeMemory value = new NativeMemory(Integer.BYTES);

    SocketFactory(SystemCalls calls, SocketOptions options, Mode mode) {
        this.calls = calls;
        this.options = options;
        this.mode = mode;
        // struct linger, socket(7): on, for zero seconds. Closing then sends a RST.
        linger.bytes.putInt(0, 1).putInt(4, 0);
    }

    SocketOptions options() {
        return options;
    }

    Mode mode() {
        return mode;
    }

    /** A new descriptor. Throws with the system call and its error. */
    int open(int family) {
        int descriptor = calls.socket(family, LibC.SOCK_STREAM, 0);
        if (descriptor < 0) {
            throw new SystemCallException("socket(2)", -descriptor);
        }
        boolean ready = false;
        try {
            // From the start, so that even a killed process leaves RSTs behind and no completed handshake.
            set(descriptor, LibC.SOL_SOCKET, LibC.SO_LINGER, linger, LINGER_LENGTH, "setsockopt(SO_LINGER)");
            if (mode == Mode.REUSED) {
                value.bytes.putInt(0, 1);
                set(descriptor, LibC.IPPROTO_TCP, LibC.TCP_DEFER_ACCEPT, value, 4, "setsockopt(TCP_DEFER_ACCEPT)");
            } else {
                value.bytes.putInt(0, 0);
                set(descriptor, LibC.IPPROTO_TCP, LibC.TCP_QUICKACK, value, 4, "setsockopt(TCP_QUICKACK)");
            }
            if (options.isAnySet()) {
                options.apply(calls, descriptor, family);
            }
            ready = true;
            return descriptor;
        } finally {
            if (!ready) {
                calls.close(descriptor);
            }
        }
    }

    private void set(int descriptor, int level, int option, NativeMemory memory, int length, String call) {
        int result = calls.setOption(descriptor, level, option, memory, length);
        if (result < 0) {
            throw new SystemCallException(call, -result);
        }
    }
}
