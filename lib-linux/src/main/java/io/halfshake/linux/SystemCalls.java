package io.halfshake.linux;

/**
 * The system calls that sockets need, as a seam: tests put failures here. Each returns zero or more on success, and the
 * negated errno on failure, as the kernel itself does: an expected EINPROGRESS must not cost an exception.
 */
interface SystemCalls {
    /** socket(2): a non-blocking, close-on-exec TCP socket. Returns its descriptor. */
    int socket(int family);

    /** socket(2): a close-on-exec UDP socket. Returns its descriptor. */
    int datagramSocket(int family);

    /** connect(2). */
    int connect(int descriptor, NativeMemory address, int length);

    /**
     * connect(2) with AF_UNSPEC: ends the connection, with a RST where there is one, and readies the socket for the
     * next.
     */
    int disconnect(int descriptor);

    /** bind(2). */
    int bind(int descriptor, NativeMemory address, int length);

    /** getsockname(2). */
    int localAddress(int descriptor, NativeMemory into);

    /** setsockopt(2). */
    int setOption(int descriptor, int level, int option, NativeMemory value, int length);

    /** getsockopt(2). Returns how many bytes were written. */
    int getOption(int descriptor, int level, int option, NativeMemory into, int length);

    /** close(2). */
    int close(int descriptor);

    /** getrlimit(2) of RLIMIT_NOFILE: the soft limit. */
    long descriptorLimit();
}
