package io.halfshake.cli.terminal;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks with {@code poll(2)} whether standard output still has a reader. Java notices only at a failed write, and
 * {@code watch} may have nothing to write for days. Without native code, the next write notices. Not safe for use by
 * several threads at once.
 */
public final class StandardOutputPoll implements BooleanSupplier {
    private static final int STANDARD_OUTPUT = 1;
    /** POLLERR, POLLHUP and POLLNVAL, which poll always reports. */
    private static final int CLOSED = 0x08 | 0x10 | 0x20;

    private static final int SIZE = 8;
    private static final int REVENTS = 6;

    /** The system call, on one descriptor and without waiting. */
    @FunctionalInterface
    interface Poll {
        int poll(Memory pollfd);
    }

    private final int descriptor;
    private final Poll poll;
    private @Nullable Memory pollfd;
    private boolean unsupported;

    public StandardOutputPoll() {
        this(STANDARD_OUTPUT, pollfd -> LibC.poll(pollfd, 1, 0));
    }

    StandardOutputPoll(int descriptor, Poll poll) {
        this.descriptor = descriptor;
        this.poll = poll;
    }

    @Override
    public boolean getAsBoolean() {
        if (unsupported) {
            return false;
        }
        try {
            if (pollfd == null) {
                pollfd = new Memory(SIZE);
                pollfd.clear();
                pollfd.setInt(0, descriptor);
            }
            return poll.poll(pollfd) > 0 && (pollfd.getShort(REVENTS) & CLOSED) != 0;
        } catch (Error e) {
            // Not LinkageError alone: JNA throws a plain Error where it finds a native library of another version.
            unsupported = true;
            return false;
        }
    }

    private static final class LibC {
        static {
            Native.register(LibC.class, "c");
        }

        private LibC() {}

        static native int poll(Memory pollfd, long count, int timeoutMillis);
    }
}
