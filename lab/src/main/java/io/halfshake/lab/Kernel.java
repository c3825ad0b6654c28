package io.halfshake.lab;

import com.sun.jna.Native;

/** Every foreign function and constant, for x86-64 and aarch64, and nothing else. */
final class Kernel {
    // linux/include/uapi/asm-generic/fcntl.h
    static final int O_RDWR = 2;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    // linux/include/uapi/asm-generic/errno-base.h
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;

    // linux/include/uapi/asm-generic/poll.h
    static final short POLLIN = 1;

    // linux/include/uapi/linux/if_tun.h, linux/include/uapi/linux/if.h (IFNAMSIZ and struct ifreq)
    static final long TUNSETIFF = 0x400454caL;
    static final short IFF_TUN = 1;
    static final short IFF_NO_PI = 0x1000;
    static final int NAME_LENGTH = 16;
    static final int IFREQ_LENGTH = 40;

    static {
        Native.register(Kernel.class, "c");
    }

    private Kernel() {}

    static native int open(String path, int flags);

    static native int ioctl(int descriptor, long request, long argument);

    static native long read(int descriptor, long memory, long length);

    static native long write(int descriptor, long memory, long length);

    static native int ppoll(long descriptors, long count, long timeout, long signals);

    static native int close(int descriptor);

    static int errno() {
        return Native.getLastError();
    }
}
