package io.halfshake.benchmarks.machine;

import com.sun.jna.Native;

/**
 * The system calls of the bare loop and of the measurement, bound separately so that they share nothing with what is
 * measured.
 */
public final class BareCalls {
    static {
        Native.register(BareCalls.class, "c");
    }

    private BareCalls() {}

    public static native int socket(int domain, int type, int protocol);

    public static native int connect(int descriptor, long address, int length);

    public static native int bind(int descriptor, long address, int length);

    public static native int setsockopt(int descriptor, int level, int option, long value, int length);

    public static native int getsockopt(int descriptor, int level, int option, long value, long length);

    public static native int close(int descriptor);

    public static native int epoll_create1(int flags);

    public static native int epoll_ctl(int epoll, int operation, int descriptor, long event);

    public static native int epoll_wait(int epoll, long events, int max, int timeoutMillis);

    static native int clock_gettime(int clock, long time);

    static native int getrusage(int who, long usage);
}
