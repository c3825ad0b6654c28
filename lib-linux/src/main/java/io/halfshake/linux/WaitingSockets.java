package io.halfshake.linux;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sockets whose probes wait, each to be read once: what it reports may be of an earlier connection, and a socket that
 * received a SYN reports nothing by itself. Listed at most once, so that a quick answer pays nothing. Belongs to its
 * loop's thread.
 */
final class WaitingSockets {
    /** Most answers come sooner, and the kernel's own second SYN, after a second, goes out much later. */
    static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final ArrayDeque<HalfOpenSocket> sockets = new ArrayDeque<>();

    void add(HalfOpenSocket socket) {
        if (!socket.isListed) {
            sockets.addLast(socket);
            socket.isListed = true;
        }
    }

    boolean isEmpty() {
        return sockets.isEmpty();
    }

    /** Reads the sockets that have waited long enough, {@code max} at most. False if that may have left some. */
    boolean readDue(int max, Consumer<HalfOpenSocket> look) {
        long now = System.nanoTime();
        int looks = 0;
        for (int left = sockets.size(); left > 0 && looks < max; left--) {
            HalfOpenSocket socket = sockets.removeFirst();
            HalfOpenProbe probe = socket.probe;
            socket.isListed = false;
            if (probe == null || probe.isRead) {
                continue;
            }
            if (now - probe.sentAt >= WAIT_NANOS) {
                looks++;
                look.accept(socket);
            } else {
                add(socket);
            }
        }
        return looks < max;
    }
}
