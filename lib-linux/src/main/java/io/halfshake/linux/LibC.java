package io.halfshake.linux;

/**
 * Every foreign function and constant, and nothing else. {@link LibCBinding} says how the functions are called. On
 * failure each returns its negated errno, which no other call can overwrite then. Pointers are passed as numbers, so
 * that nothing is converted. The constants hold for x86-64 and aarch64; where other architectures differ,
 * {@link HalfOpenProvider} says unavailable.
 *
 * <p>For one thread at a time, but for {@link #write}.
 */
abstract class LibC {
    // linux/include/linux/socket.h
    static final int AF_UNSPEC = 0;
    static final int AF_INET = 2;
    static final int AF_INET6 = 10;
    static final int AF_NETLINK = 16;
    static final int MSG_DONTWAIT = 0x40;
    static final int MSG_ERRQUEUE = 0x2000;

    // linux/include/linux/net.h, linux/include/uapi/asm-generic/fcntl.h
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_NONBLOCK = 0x800;
    static final int SOCK_CLOEXEC = 0x80000;

    // linux/include/uapi/linux/in.h
    static final int IPPROTO_IP = 0;
    static final int IPPROTO_ICMP = 1;
    static final int IPPROTO_TCP = 6;
    static final int IPPROTO_IPV6 = 41;
    static final int IPPROTO_ICMPV6 = 58;
    static final int IP_TOS = 1;
    static final int IP_TTL = 2;
    static final int IP_HDRINCL = 3;
    static final int IP_RECVERR = 11;
    static final int IP_BIND_ADDRESS_NO_PORT = 24;

    // linux/include/uapi/linux/in6.h
    static final int IPV6_CHECKSUM = 7;
    static final int IPV6_UNICAST_HOPS = 16;
    static final int IPV6_RECVERR = 25;
    static final int IPV6_V6ONLY = 26;
    static final int IPV6_TCLASS = 67;

    // linux/include/uapi/asm-generic/socket.h
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int SO_ERROR = 4;
    static final int SO_RCVBUF = 8;
    static final int SO_LINGER = 13;
    static final int SO_BINDTODEVICE = 25;
    static final int SO_ATTACH_FILTER = 26;
    static final int SO_RCVBUFFORCE = 33;
    static final int SO_TIMESTAMPNS = 35;
    static final int SO_MARK = 36;
    static final int SO_MEMINFO = 55;

    // linux/include/uapi/linux/tcp.h
    static final int TCP_DEFER_ACCEPT = 9;
    static final int TCP_INFO = 11;
    static final int TCP_QUICKACK = 12;

    // linux/include/uapi/linux/netlink.h and rtnetlink.h: links, each family's addresses, routes and rules, and nexthop
    // objects, with which IPv4 routes go unsaid. A kernel that knows no group of that number leaves it out.
    static final int NETLINK_ROUTE = 0;
    static final int NETLINK_SOCK_DIAG = 4;
    static final int ROUTE_GROUPS = 0x1 | 0x10 | 0x40 | 0x80 | 0x100 | 0x400 | 0x40000 | 0x80000000;

    // linux/include/uapi/linux/eventpoll.h, linux/include/uapi/asm-generic/unistd.h
    static final int EPOLL_CLOEXEC = 0x80000;
    static final int EPOLL_CTL_ADD = 1;
    static final int EPOLL_CTL_DEL = 2;
    static final int EPOLLIN = 0x1;
    static final int EPOLLOUT = 0x4;
    static final int EPOLLRDHUP = 0x2000;
    static final int EPOLLET = 0x80000000;
    static final long SYS_EPOLL_PWAIT2 = 441;

    // linux/include/uapi/linux/eventfd.h
    static final int EFD_NONBLOCK = 0x800;
    static final int EFD_CLOEXEC = 0x80000;

    // linux/include/uapi/linux/time.h
    static final int CLOCK_REALTIME = 0;

    // linux/include/uapi/asm-generic/resource.h
    static final int RLIMIT_NOFILE = 7;

    abstract int socket(int domain, int type, int protocol);

    abstract int connect(int descriptor, long address, int length);

    abstract int bind(int descriptor, long address, int length);

    abstract int getsockname(int descriptor, long address, long length);

    abstract int setsockopt(int descriptor, int level, int option, long value, int length);

    abstract int getsockopt(int descriptor, int level, int option, long value, long length);

    abstract int sendmmsg(int descriptor, long messages, int count, int flags);

    abstract int recvmmsg(int descriptor, long messages, int count, int flags, long timeout);

    abstract long recvmsg(int descriptor, long message, int flags);

    abstract int epoll_create1(int flags);

    abstract int epoll_ctl(int epoll, int operation, int descriptor, long event);

    abstract int epoll_wait(int epoll, long events, int max, int millis);

    abstract int eventfd(int initial, int flags);

    /** Also while another thread makes another call than this one. */
    abstract long write(int descriptor, long bytes, long length);

    /** For what a C library may be too old to have a function for. */
    abstract long syscall(long number, long first, long second, long third, long fourth, long fifth, long sixth);

    abstract int clock_gettime(int clock, long time);

    /** Needs no memory, and so tells no errno. */
    abstract void close(int descriptor);

    abstract int getrlimit(int resource, long limit);
}
