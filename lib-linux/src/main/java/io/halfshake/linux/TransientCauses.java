package io.halfshake.linux;

import io.halfshake.spi.EngineAvailability;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Which failures of a self-test may pass while the process runs, such as a loopback interface that is not up yet. */
final class TransientCauses {
    /** Capabilities, seccomp filters and kernels do not change under a running process, but this does. */
    private static final Set<Errno> PASSING = EnumSet.of(
            Errno.EADDRINUSE,
            Errno.EADDRNOTAVAIL,
            Errno.EAGAIN,
            Errno.EHOSTUNREACH,
            Errno.EMFILE,
            Errno.ENETDOWN,
            Errno.ENETUNREACH,
            Errno.ENFILE,
            Errno.ENOBUFS,
            Errno.ENOMEM,
            Errno.ENOSPC,
            Errno.ETIMEDOUT);

    private TransientCauses() {}

    /** What a failure says of the engine. */
    static EngineAvailability unavailable(Throwable error, List<String> evidence) {
        EngineAvailability found = EngineAvailability.unavailable(CauseText.of(error), evidence);
        return mayPass(error) ? found.thatMayChange() : found;
    }

    /** Whether it, or what caused it, may pass: what met it may only tell where. */
    static boolean mayPass(Throwable error) {
        boolean passing = false;
        for (Throwable each = error; each != null; each = each.getCause()) {
            if (each instanceof LinkageError) {
                // A class that failed to load will not load later, whatever prevented it.
                return false;
            }
            passing |= isPassing(each);
        }
        return passing;
    }

    private static boolean isPassing(Throwable error) {
        if (error instanceof SystemCallException failure) {
            Errno errno = Errno.of(failure.errno);
            return errno != null && PASSING.contains(errno);
        }
        return error instanceof IOException || error instanceof OutOfMemoryError;
    }
}
