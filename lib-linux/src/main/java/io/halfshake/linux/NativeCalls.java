package io.halfshake.linux;

import java.lang.ref.Reference;
import java.util.concurrent.TimeUnit;

/**
 * The system calls themselves. For one thread at a time, since the scratch memory is shared by its calls;
 * {@link #write} has none.
 *
 * <p>The C library gets the address of memory that is freed with its object, and the call may be the last use of that
 * object: hence the fences, which cost nothing.
 */
final class NativeCalls implements SystemCalls {
    private static final int MAX_ADDRESS = 28;

    /** Shorter waits are exact where the kernel can do that; longer ones may be up to a millisecond too long. */
    private static final long EXACT_BELOW_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long NO_SIGNAL_MASK = 0;

    /** A family of zero, AF_UNSPEC: this is never written. */
    private final NativeMemory unspecified = new NativeMemory(MAX_ADDRESS);

    private final NativeMemory length = new NativeMemory(Integer.BYTES);
    private final NativeMemory time = new NativeMemory(2 * Long.BYTES);
    private final LibC libC;

    /** Linux has it since 5.11, and a sandbox may not know it. */
    private boolean hasExactWait = true;

    /** While the functions are {@linkplain LibCBinding#retain bound}. */
    NativeCalls() {
        this(LibCBinding.libC());
    }

    NativeCalls(LibC libC) {
        this.libC = libC;
    }

    @Override
    public int socket(int family, int type, int protocol) {
        return libC.socket(family, type | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, protocol);
    }

    @Override
    public int connect(int descriptor, NativeMemory address, int bytes) {
        try {
            return libC.connect(descriptor, address.address, bytes);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public int disconnect(int descriptor) {
        return libC.connect(descriptor, unspecified.address, MAX_ADDRESS);
    }

    @Override
    public int bind(int descriptor, NativeMemory address, int bytes) {
        try {
            return libC.bind(descriptor, address.address, bytes);
        } finally {
            Reference.reachabilityFence(address);
        }
    }

    @Override
    public int localAddress(int descriptor, NativeMemory into) {
        length.bytes.putInt(0, into.bytes.capacity());
        try {
            return libC.getsockname(descriptor, into.address, length.address);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int setOption(int descriptor, int level, int option, NativeMemory value, int bytes) {
        try {
            return libC.setsockopt(descriptor, level, option, value.address, bytes);
        } finally {
            Reference.reachabilityFence(value);
        }
    }

    @Override
    public int getOption(int descriptor, int level, int option, NativeMemory into, int bytes) {
        length.bytes.putInt(0, bytes);
        try {
            int result = libC.getsockopt(descriptor, level, option, into.address, length.address);
            return result < 0 ? result : length.bytes.getInt(0);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int send(int descriptor, MmsgBuffers messages, int first, int count) {
        try {
            return libC.sendmmsg(descriptor, messages.header(first), count, 0);
        } finally {
            Reference.reachabilityFence(messages);
        }
    }

    @Override
    public int receive(int descriptor, MmsgBuffers into) {
        try {
            return libC.recvmmsg(descriptor, into.header(0), MmsgBuffers.COUNT, LibC.MSG_DONTWAIT, 0);
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    @Override
    public int receiveError(int descriptor, MmsgBuffers into) {
        int length = (int) libC.recvmsg(descriptor, into.header(0), LibC.MSG_ERRQUEUE | LibC.MSG_DONTWAIT);
        if (length >= 0) {
            into.received(0, length);
        }
        return length;
    }

    @Override
    public int epollCreate() {
        return libC.epoll_create1(LibC.EPOLL_CLOEXEC);
    }

    @Override
    public int epollControl(int epoll, int operation, int descriptor, EpollEvents event) {
        try {
            return libC.epoll_ctl(epoll, operation, descriptor, event.address());
        } finally {
            Reference.reachabilityFence(event);
        }
    }

    @Override
    public int epollWait(int epoll, EpollEvents into, long nanos) {
        if (nanos > 0 && nanos < EXACT_BELOW_NANOS && hasExactWait) {
            int ready = epollPwait2(epoll, into, nanos);
            if (ready != -Errno.ENOSYS.number && ready != -Errno.EPERM.number) {
                return ready;
            }
            hasExactWait = false;
        }
        try {
            return libC.epoll_wait(epoll, into.address(), into.capacity(), millis(nanos));
        } finally {
            Reference.reachabilityFence(into);
        }
    }

    private int epollPwait2(int epoll, EpollEvents into, long nanos) {
        time.bytes.putLong(0, 0);
        time.bytes.putLong(Long.BYTES, nanos);
        return (int) libC.syscall(
                LibC.SYS_EPOLL_PWAIT2, epoll, into.address(), into.capacity(), time.address, NO_SIGNAL_MASK, 0);
    }

    /** Rounded up: a loop that wakes before its timer is due would poll again and again. */
    private static int millis(long nanos) {
        return nanos < 0 ? -1 : (int) Math.min(Integer.MAX_VALUE, (nanos + NANOS_PER_MILLI - 1) / NANOS_PER_MILLI);
    }

    @Override
    public int eventFd() {
        return libC.eventfd(0, LibC.EFD_NONBLOCK | LibC.EFD_CLOEXEC);
    }

    @Override
    public int write(int descriptor, NativeMemory bytes) {
        try {
            return (int) libC.write(descriptor, bytes.address, bytes.bytes.capacity());
        } finally {
            Reference.reachabilityFence(bytes);
        }
    }

    @Override
    public long wallNanos() {
        libC.clock_gettime(LibC.CLOCK_REALTIME, time.address);
        return TimeUnit.SECONDS.toNanos(time.bytes.getLong(0)) + time.bytes.getLong(Long.BYTES);
    }

    @Override
    public void close(int descriptor) {
        libC.close(descriptor);
    }

    @Override
    public long descriptorLimit() {
        NativeMemory limits = new NativeMemory(2 * Long.BYTES);
        int result = libC.getrlimit(LibC.RLIMIT_NOFILE, limits.address);
        // RLIM_INFINITY is all ones.
        return result < 0 ? result : limits.bytes.getLong(0) < 0 ? Long.MAX_VALUE : limits.bytes.getLong(0);
    }
}
