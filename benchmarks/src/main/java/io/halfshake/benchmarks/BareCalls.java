package io.halfshake.benchmarks;

import com.sun.jna.Native;

/**
 * The system calls of the bare loop and of the measuring, bound for them alone, so that they share nothing with what is
 * measured.
 */
final class BareCalls {
    static {
        Native.register(BareCalls.class, "c");
    }

    private BareCalls() {}

    static native int socket(int domain, int type, int protocol);

    static native int connect(int descriptor, long address, int length);

    static native int bind(int descriptor, long address, int length);

    static native int setsockopt(int descriptor, int level, int option, long value, int length);

    static native int getsockopt(int descriptor, int level, int option, long value, long length);

    static native int close(int descriptor);

    static native int epoll_create1(int flags);

    static native int epoll_ctl(int epoll, int operation, int descriptor, long event);

    static native int epoll_wait(int epoll, long events, int most, int timeoutMillis);

    static native int clock_gettime(int clock, long time);

    static native int getrusage(int who, long usage);
}
