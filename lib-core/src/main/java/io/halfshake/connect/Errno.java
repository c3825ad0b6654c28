package io.halfshake.connect;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The errors of connect(2) as far as the JDK lets them through. Its exception classes fold several into one. Where that
 * is so the text decides: the C library's English one, or one that was learned in this process. An error whose text is
 * neither stays unnamed rather than guessed, unless its class leaves no other.
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
    ENODEV("no such device"),
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
    /** The other two texts are the JDK's own. */
    EAFNOSUPPORT("address family not supported", "protocol family unavailable", "unsupported address type");

    private final String text;
    private final String secondText;
    private final String thirdText;

    Errno(String text) {
        this(text, text, text);
    }

    Errno(String text, String secondText) {
        this(text, secondText, text);
    }

    Errno(String text, String secondText, String thirdText) {
        this.text = text;
        this.secondText = secondText;
        this.thirdText = thirdText;
    }

    /** The error behind an exception, or null where it cannot be told. */
    static @Nullable Errno of(IOException error, ErrorTexts learned) {
        String message = error.getMessage();
        Errno named = named(message);
        if (named != null) {
            return named;
        }
        if (error instanceof NoRouteToHostException) {
            return EHOSTUNREACH;
        }
        if (error instanceof ProtocolException) {
            return EPROTO;
        }
        Errno found = learned.find(message);
        return found != null || message == null ? found : byElimination(error, learned);
    }

    /** Net.c, handleSocketError: which errors connect(2) has in common with the one whose text this is not. */
    private static @Nullable Errno byElimination(IOException error, ErrorTexts learned) {
        if (error instanceof ConnectException && learned.knows(ECONNREFUSED)) {
            return ETIMEDOUT;
        }
        return error instanceof BindException && learned.knows(EACCES) ? EADDRNOTAVAIL : null;
    }

    private static @Nullable Errno named(@Nullable String message) {
        if (message == null) {
            return null;
        }
        String said = message.toLowerCase(Locale.ROOT);
        for (Errno errno : values()) {
            if (said.startsWith(errno.text) || said.startsWith(errno.secondText) || said.startsWith(errno.thirdText)) {
                return errno;
            }
        }
        return null;
    }
}
