package io.halfshake.linux;

import com.sun.jna.Native;

/** The functions through JNA. {@link JnaBinding} binds them. */
final class JnaLibC extends LibC {
    /** What JNA binds by name and type. */
    static final class Functions {
        private Functions() {}

        static native int socket(int domain, int type, int protocol);

        static native int connect(int descriptor, long address, int length);

        static native int bind(int descriptor, long address, int length);

        static native int getsockname(int descriptor, long address, long length);

        static native int setsockopt(int descriptor, int level, int option, long value, int length);

        static native int getsockopt(int descriptor, int level, int option, long value, long length);

        static native int sendmmsg(int descriptor, long messages, int count, int flags);

        static native int recvmmsg(int descriptor, long messages, int count, int flags, long timeout);

        static native long recvmsg(int descriptor, long message, int flags);

        static native int epoll_create1(int flags);

        static native int epoll_ctl(int epoll, int operation, int descriptor, long event);

        static native int epoll_wait(int epoll, long events, int max, int millis);

        static native int eventfd(int initial, int flags);

        static native long write(int descriptor, long bytes, long length);

        static native long syscall(
                long number, long first, long second, long third, long fourth, long fifth, long sixth);

        static native int clock_gettime(int clock, long time);

        static native int close(int descriptor);

        static native int getrlimit(int resource, long limit);
    }

    /** JNA keeps the errno of this thread's last call through it from being overwritten. */
    private static int result(int returned) {
        return returned >= 0 ? returned : -Native.getLastError();
    }

    private static long result(long returned) {
        return returned >= 0 ? returned : -Native.getLastError();
    }

    @Override
    int socket(int domain, int type, int protocol) {
        return result(Functions.socket(domain, type, protocol));
    }

    @Override
    int connect(int descriptor, long address, int length) {
        return result(Functions.connect(descriptor, address, length));
    }

    @Override
    int bind(int descriptor, long address, int length) {
        return result(Functions.bind(descriptor, address, length));
    }

    @Override
    int getsockname(int descriptor, long address, long length) {
        return result(Functions.getsockname(descriptor, address, length));
    }

    @Override
    int setsockopt(int descriptor, int level, int option, long value, int length) {
        return result(Functions.setsockopt(descriptor, level, option, value, length));
    }

    @Override
    int getsockopt(int descriptor, int level, int option, long value, long length) {
        return result(Functions.getsockopt(descriptor, level, option, value, length));
    }

    @Override
    int sendmmsg(int descriptor, long messages, int count, int flags) {
        return result(Functions.sendmmsg(descriptor, messages, count, flags));
    }

    @Override
    int recvmmsg(int descriptor, long messages, int count, int flags, long timeout) {
        return result(Functions.recvmmsg(descriptor, messages, count, flags, timeout));
    }

    @Override
    long recvmsg(int descriptor, long message, int flags) {
        return result(Functions.recvmsg(descriptor, message, flags));
    }

    @Override
    int epoll_create1(int flags) {
        return result(Functions.epoll_create1(flags));
    }

    @Override
    int epoll_ctl(int epoll, int operation, int descriptor, long event) {
        return result(Functions.epoll_ctl(epoll, operation, descriptor, event));
    }

    @Override
    int epoll_wait(int epoll, long events, int max, int millis) {
        return result(Functions.epoll_wait(epoll, events, max, millis));
    }

    @Override
    int eventfd(int initial, int flags) {
        return result(Functions.eventfd(initial, flags));
    }

    @Override
    long write(int descriptor, long bytes, long length) {
        return result(Functions.write(descriptor, bytes, length));
    }

    @Override
    long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        return result(Functions.syscall(number, first, second, third, fourth, fifth, sixth));
    }

    @Override
    int clock_gettime(int clock, long time) {
        return result(Functions.clock_gettime(clock, time));
    }

    @Override
    void close(int descriptor) {
        int unused = Functions.close(descriptor);
    }

    @Override
    int getrlimit(int resource, long limit) {
        return result(Functions.getrlimit(resource, limit));
    }
}
