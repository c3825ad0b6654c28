package io.halfshake.portable;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The errors of connect(2) as far as the JDK lets them through. Its exception classes fold several into one, so that
 * the text decides where it is the C library's English one; in another language an error stays unnamed rather than
 * guessed.
 */
enum Errno {
    ECONNREFUSED("connection refused"),
    ECONNRESET("connection reset"),
    ETIMEDOUT("connection timed out", "operation timed out"),
    EHOSTUNREACH("no route to host"),
    ENETUNREACH("network is unreachable"),
    EHOSTDOWN("host is down"),
    ENONET("machine is not on the network"),
    ENETDOWN("network is down"),
    ENOPROTOOPT("protocol not available"),
    EPROTO("protocol error"),
    EINVAL("invalid argument"),
    EACCES("permission denied"),
    EPERM("operation not permitted"),
    EADDRNOTAVAIL("cannot assign requested address", "can't assign requested address"),
    EADDRINUSE("address already in use"),
    // Before EMFILE, whose text is the beginning of this one.
    ENFILE("too many open files in system"),
    EMFILE("too many open files"),
    ENOBUFS("no buffer space available"),
    ENOMEM("cannot allocate memory"),
    EAFNOSUPPORT("address family not supported", "protocol family unavailable");

    private final String text;
    private final String otherText;

    Errno(String text) {
        this(text, text);
    }

    Errno(String text, String otherText) {
        this.text = text;
        this.otherText = otherText;
    }

    /** The error behind an exception, or null where it cannot be told. */
    static @Nullable Errno of(IOException error) {
        Errno named = named(error.getMessage());
        if (named != null) {
            return named;
        }
        if (error instanceof NoRouteToHostException) {
            return EHOSTUNREACH;
        }
        if (error instanceof ProtocolException) {
            return EPROTO;
        }
        // The class stands for ETIMEDOUT too, but that comes after minutes: a timeout of ours ends the wait long
        // before.
        return error instanceof ConnectException ? ECONNREFUSED : null;
    }

    private static @Nullable Errno named(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String said = message.toLowerCase(Locale.ROOT);
        for (Errno errno : values()) {
            if (said.startsWith(errno.text) || said.startsWith(errno.otherText)) {
                return errno;
            }
        }
        return null;
    }
}
