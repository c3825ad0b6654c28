package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/** Error numbers: linux/include/uapi/asm-generic/errno-base.h and errno.h, which x86-64 and aarch64 share. */
enum Errno {
    EPERM(1),
    EINTR(4),
    EBADF(9),
    EAGAIN(11),
    ENOMEM(12),
    EACCES(13),
    ENODEV(19),
    EINVAL(22),
    ENFILE(23),
    EMFILE(24),
    ENOSPC(28),
    EPIPE(32),
    ENOSYS(38),
    ENONET(64),
    EPROTO(71),
    ENOPROTOOPT(92),
    EPROTONOSUPPORT(93),
    EAFNOSUPPORT(97),
    EADDRINUSE(98),
    EADDRNOTAVAIL(99),
    ENETDOWN(100),
    ENETUNREACH(101),
    ECONNABORTED(103),
    ECONNRESET(104),
    ENOBUFS(105),
    ETIMEDOUT(110),
    ECONNREFUSED(111),
    EHOSTDOWN(112),
    EHOSTUNREACH(113),
    EALREADY(114),
    EINPROGRESS(115);

    private static final @Nullable Errno[] BY_NUMBER = new @Nullable Errno[EINPROGRESS.number + 1];

    static {
        for (Errno errno : values()) {
            BY_NUMBER[errno.number] = errno;
        }
    }

    final int number;

    Errno(int number) {
        this.number = number;
    }

    /** The constant; null for one that no call of ours is known to give. */
    static @Nullable Errno of(int number) {
        return number > 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** The name, or for an error without one here the number. */
    static String name(int number) {
        Errno errno = of(number);
        return errno == null ? "errno " + number : errno.name();
    }
}
