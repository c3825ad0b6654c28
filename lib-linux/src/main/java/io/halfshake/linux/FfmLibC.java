package io.halfshake.linux;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The functions through the JVM's foreign function interface, which loads no file. The handles are constants, so that a
 * call is compiled into its caller. {@link LinkedFunctions#link} comes first.
 */
final class FfmLibC extends LibC {
    private static final MethodHandle SOCKET;
    private static final MethodHandle CONNECT;
    private static final MethodHandle BIND;
    private static final MethodHandle GETSOCKNAME;
    private static final MethodHandle SETSOCKOPT;
    private static final MethodHandle GETSOCKOPT;
    private static final MethodHandle SENDMMSG;
    private static final MethodHandle RECVMMSG;
    private static final MethodHandle RECVMSG;
    private static final MethodHandle EPOLL_CREATE1;
    private static final MethodHandle EPOLL_CTL;
    private static final MethodHandle EPOLL_WAIT;
    private static final MethodHandle EVENTFD;
    private static final MethodHandle WRITE;
    private static final MethodHandle SYSCALL;
    private static final MethodHandle CLOCK_GETTIME;
    private static final MethodHandle CLOSE;
    private static final MethodHandle GETRLIMIT;

    static {
        // Allocates nothing: a class whose initialiser fails cannot be initialised again.
        LinkedFunctions functions = LinkedFunctions.get();
        SOCKET = functions.socket;
        CONNECT = functions.connect;
        BIND = functions.bind;
        GETSOCKNAME = functions.getsockname;
        SETSOCKOPT = functions.setsockopt;
        GETSOCKOPT = functions.getsockopt;
        SENDMMSG = functions.sendmmsg;
        RECVMMSG = functions.recvmmsg;
        RECVMSG = functions.recvmsg;
        EPOLL_CREATE1 = functions.epoll_create1;
        EPOLL_CTL = functions.epoll_ctl;
        EPOLL_WAIT = functions.epoll_wait;
        EVENTFD = functions.eventfd;
        WRITE = functions.write;
        SYSCALL = functions.syscall;
        CLOCK_GETTIME = functions.clock_gettime;
        CLOSE = functions.close;
        GETRLIMIT = functions.getrlimit;
    }

    /** Where a call leaves its errno before the JVM can make another one on this thread. */
    private static final class CapturedErrno {
        private final ByteBuffer bytes =
                ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
        private final Object segment = ForeignLinker.segment(bytes);

        int result(int returned) {
            return returned >= 0 ? returned : -bytes.getInt(0);
        }

        long result(long returned) {
            return returned >= 0 ? returned : -bytes.getInt(0);
        }
    }

    private final CapturedErrno errno = new CapturedErrno();
    private final CapturedErrno errnoOfWrite = new CapturedErrno();

    @Override
    int socket(int domain, int type, int protocol) {
        return errno.result((int) call(errno, SOCKET, domain, type, protocol));
    }

    @Override
    int connect(int descriptor, long address, int length) {
        return errno.result((int) call(errno, CONNECT, descriptor, address, length));
    }

    @Override
    int bind(int descriptor, long address, int length) {
        return errno.result((int) call(errno, BIND, descriptor, address, length));
    }

    @Override
    int getsockname(int descriptor, long address, long length) {
        return errno.result((int) call(errno, GETSOCKNAME, descriptor, address, length));
    }

    @Override
    int setsockopt(int descriptor, int level, int option, long value, int length) {
        return errno.result((int) call(errno, SETSOCKOPT, descriptor, level, option, value, length));
    }

    @Override
    int getsockopt(int descriptor, int level, int option, long value, long length) {
        return errno.result((int) call(errno, GETSOCKOPT, descriptor, level, option, value, length));
    }

    @Override
    int sendmmsg(int descriptor, long messages, int count, int flags) {
        return errno.result((int) call(errno, SENDMMSG, descriptor, messages, count, flags));
    }

    @Override
    int recvmmsg(int descriptor, long messages, int count, int flags, long timeout) {
        return errno.result((int) call(errno, RECVMMSG, descriptor, messages, count, flags, timeout));
    }

    @Override
    long recvmsg(int descriptor, long message, int flags) {
        return errno.result(call(errno, RECVMSG, descriptor, message, flags));
    }

    @Override
    int epoll_create1(int flags) {
        return errno.result((int) call(errno, EPOLL_CREATE1, flags));
    }

    @Override
    int epoll_ctl(int epoll, int operation, int descriptor, long event) {
        return errno.result((int) call(errno, EPOLL_CTL, epoll, operation, descriptor, event));
    }

    @Override
    int epoll_wait(int epoll, long events, int max, int millis) {
        return errno.result((int) call(errno, EPOLL_WAIT, epoll, events, max, millis));
    }

    @Override
    int eventfd(int initial, int flags) {
        return errno.result((int) call(errno, EVENTFD, initial, flags));
    }

    @Override
    long write(int descriptor, long bytes, long length) {
        return errnoOfWrite.result(call(errnoOfWrite, WRITE, descriptor, bytes, length));
    }

    @Override
    long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth) {
        return errno.result(call(errno, SYSCALL, number, first, second, third, fourth, fifth, sixth));
    }

    @Override
    int clock_gettime(int clock, long time) {
        return errno.result((int) call(errno, CLOCK_GETTIME, clock, time));
    }

    @Override
    void close(int descriptor) {
        try {
            long unused = (long) CLOSE.invokeExact((long) descriptor);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    @Override
    int getrlimit(int resource, long limit) {
        return errno.result((int) call(errno, GETRLIMIT, resource, limit));
    }

    private static long call(CapturedErrno errno, MethodHandle function, long a) {
        try {
            return (long) function.invokeExact(errno.segment, a);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    private static long call(CapturedErrno errno, MethodHandle function, long a, long b) {
        try {
            return (long) function.invokeExact(errno.segment, a, b);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    private static long call(CapturedErrno errno, MethodHandle function, long a, long b, long c) {
        try {
            return (long) function.invokeExact(errno.segment, a, b, c);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    private static long call(CapturedErrno errno, MethodHandle function, long a, long b, long c, long d) {
        try {
            return (long) function.invokeExact(errno.segment, a, b, c, d);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    private static long call(CapturedErrno errno, MethodHandle function, long a, long b, long c, long d, long e) {
        try {
            return (long) function.invokeExact(errno.segment, a, b, c, d, e);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }

    private static long call(
            CapturedErrno errno, MethodHandle function, long a, long b, long c, long d, long e, long f, long g) {
        try {
            return (long) function.invokeExact(errno.segment, a, b, c, d, e, f, g);
        } catch (Throwable failure) {
            throw ForeignLinker.unexpected(failure);
        }
    }
}
