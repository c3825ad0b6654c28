package io.halfshake.linux;

import java.io.Serial;

/** A system call that failed: which, and with which error. */
final class SystemCallException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    final String call;
    final int errno;

    /** The call without its section of the manual or its arguments. */
    String name() {
        int bracket = call.indexOf('(');
        return bracket < 0 ? call : call.substring(0, bracket);
    }

    SystemCallException(String call, int errno) {
        super(call + " failed: " + Errno.name(errno) + " (" + errno + ")");
        this.call = call;
        this.errno = errno;
    }
}
