package io.halfshake.linux;

/**
 * The system calls that sockets need, as a seam: tests put failures here. Each returns zero or more on success, and the
 * negated errno on failure, as the kernel itself does: an expected EINPROGRESS must not cost an exception.
 */
interface SystemCalls extends EpollCalls {
    /** socket(2), non-blocking and close-on-exec. Returns its descriptor. */
    int socket(int family, int type, int protocol);

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

    /** sendmmsg(2): {@code count} messages from {@code first}. Returns how many were sent. */
    int send(int descriptor, MmsgBuffers messages, int first, int count);

    /** recvmmsg(2), as many as there is room for. Returns how many were received. */
    int receive(int descriptor, MmsgBuffers into);

    /** recvmsg(2) with MSG_ERRQUEUE, into the first message. Returns the length of what is quoted. */
    int receiveError(int descriptor, MmsgBuffers into);

    /** clock_gettime(2) of CLOCK_REALTIME: nanoseconds since 1970. */
    long wallNanos();

    /** getrlimit(2) of RLIMIT_NOFILE: the soft limit. */
    long descriptorLimit();
}
