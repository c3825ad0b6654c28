package io.halfshake.linux;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * The C library's functions as {@link FfmLibC} calls them. Linked here, and not as that class is initialised, so that a
 * lack of memory may pass.
 */
final class LinkedFunctions {
    /**
     * A handle that was called this often is compiled for itself as it is called the next time, which takes memory:
     * java.lang.invoke.MethodHandle.CUSTOMIZE_THRESHOLD, a property of the JDK.
     */
    private static final int CALLS_BEFORE_COMPILED = 127;

    private static final long NO_DESCRIPTOR = -1;

    private static volatile @Nullable LinkedFunctions linked;

    final MethodHandle socket;
    final MethodHandle connect;
    final MethodHandle bind;
    final MethodHandle getsockname;
    final MethodHandle setsockopt;
    final MethodHandle getsockopt;
    final MethodHandle sendmmsg;
    final MethodHandle recvmmsg;
    final MethodHandle recvmsg;
    final MethodHandle epoll_create1;
    final MethodHandle epoll_ctl;
    final MethodHandle epoll_wait;
    final MethodHandle eventfd;
    final MethodHandle write;
    final MethodHandle syscall;
    final MethodHandle clock_gettime;
    final MethodHandle close;
    final MethodHandle getrlimit;

    private LinkedFunctions(ForeignLinker linker) {
        socket = linker.link("socket", 3);
        connect = linker.link("connect", 3);
        bind = linker.link("bind", 3);
        getsockname = linker.link("getsockname", 3);
        setsockopt = linker.link("setsockopt", 5);
        getsockopt = linker.link("getsockopt", 5);
        sendmmsg = linker.link("sendmmsg", 4);
        recvmmsg = linker.link("recvmmsg", 5);
        recvmsg = linker.link("recvmsg", 3);
        epoll_create1 = linker.link("epoll_create1", 1);
        epoll_ctl = linker.link("epoll_ctl", 4);
        epoll_wait = linker.link("epoll_wait", 4);
        eventfd = linker.link("eventfd", 2);
        write = linker.link("write", 3);
        syscall = linker.linkVariadic("syscall", 7);
        clock_gettime = linker.link("clock_gettime", 2);
        close = linker.linkWithoutErrno("close", 1);
        getrlimit = linker.link("getrlimit", 2);
    }

    /** Links them, unless they are. Throws what prevents that. */
    static void link() {
        if (linked == null) {
            LinkedFunctions functions = new LinkedFunctions(new ForeignLinker());
            compile(functions.close);
            linked = functions;
        }
    }

    /**
     * While there is memory. Any other function that the JVM cannot call fails like a system call, but a descriptor
     * that is not closed is lost.
     */
    private static void compile(MethodHandle close) {
        for (int i = 0; i <= CALLS_BEFORE_COMPILED; i++) {
            try {
                long unused = (long) close.invokeExact(NO_DESCRIPTOR);
            } catch (Throwable e) {
                throw ForeignLinker.unexpected(e);
            }
        }
    }

    /** Once they are linked. */
    static LinkedFunctions get() {
        LinkedFunctions functions = linked;
        if (functions == null) {
            throw new IllegalStateException("C library: not linked (expected LinkedFunctions.link() before)");
        }
        return functions;
    }
}
