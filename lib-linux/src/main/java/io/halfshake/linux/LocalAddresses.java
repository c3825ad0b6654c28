package io.halfshake.linux;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The addresses of this machine's interfaces. Belongs to its loop's thread. */
final class LocalAddresses {
    /** Reading them takes a system call or more for each interface. */
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final @Nullable RouteChanges changes;
    private Set<InetAddress> known = Set.of();
    private boolean isRead;
    private boolean isKnown;
    private long readAt;

    /**
     * Reads them when they are first needed.
     *
     * @param changes null where the kernel does not report them: then the addresses are read more often
     */
    LocalAddresses(@Nullable RouteChanges changes) {
        this.changes = changes;
    }

    /** Whether it is one of them, or may be. */
    boolean contain(InetAddress ip) {
        if (ip.isLoopbackAddress() || ip.isAnyLocalAddress()) {
            return true;
        }
        long now = System.nanoTime();
        if (!isRead || (now - readAt >= FRESH_NANOS && mayHaveChanged())) {
            read(now);
        }
        return !isKnown || known.contains(ip);
    }

    private boolean mayHaveChanged() {
        return !isKnown || changes == null || changes.hasChangedSince(readAt);
    }

    private void read(long now) {
        isRead = true;
        readAt = now;
        try {
            known = NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
            isKnown = true;
        } catch (SocketException e) {
            // No descriptor, perhaps. Another check of the target that is not needed costs a handshake.
            isKnown = false;
        }
    }
}
