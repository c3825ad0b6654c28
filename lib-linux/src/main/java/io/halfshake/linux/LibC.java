package io.halfshake.linux;

import com.sun.jna.Native;

/**
 * Every foreign function and constant, and nothing else. Pointers are passed as numbers, because JNA then converts
 * nothing. The constants hold for x86-64 and aarch64; where other architectures differ, {@link HalfOpenProvider} says
 * unavailable.
 */
final class LibC {
    // linux/include/linux/socket.h
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;

    // linux/include/linux/net.h, linux/include/uapi/asm-generic/fcntl.h
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    // linux/include/uapi/linux/in.h
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_IPV6 = 41;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;

    // linux/include/uapi/linux/in6.h
    static final int IPV6_UNICAST_HOPS = 16;
    static final int IPV6_TCLASS = 67;

    // linux/include/uapi/asm-generic/socket.h
    static final int SOL_SOCKET = 1;
    static final int SO_ERROR = 4;
    static final int SO_LINGER = 13;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_MARK = 36;

    // linux/include/uapi/linux/tcp.h
    static final int TCP_DEFER_ACCEPT = 9;
    static final int TCP_INFO = 11;
    static final int TCP_QUICKACK = 12;

    // linux/include/uapi/asm-generic/resource.h
    static final int RLIMIT_NOFILE = 7;

    static {
        Native.register(LibC.class, "c");
    }

    private LibC() {}

    static native int socket(int domain, int type, int protocol);

    static native int connect(int descriptor, long address, int length);

    static native int bind(int descriptor, long address, int length);

    static native int getsockname(int descriptor, long address, long length);

    static native int setsockopt(int descriptor, int level, int option, long value, int length);

    static native int getsockopt(int descriptor, int level, int option, long value, long length);

    static native int close(int descriptor);

    static native int getrlimit(int resource, long limit);

    /** The errno of this thread's last call through JNA, which keeps it from being overwritten. */
    static int errno() {
        return Native.getLastError();
    }
}
