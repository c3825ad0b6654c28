package io.halfshake.linux;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sockets whose probes wait, each to be read once: what it reports may be of an earlier connection, and a socket that
 * received a SYN reports nothing by itself. Listed at most once, so that a quick answer pays nothing, and by links of
 * their own, which take no memory. Belongs to its loop's thread.
 */
final class WaitingSockets {
    /** Most answers come sooner, and the kernel's own second SYN, after a second, goes out much later. */
    static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private @Nullable HalfOpenSocket first;
    private @Nullable HalfOpenSocket last;
    private int size;

    void add(HalfOpenSocket socket) {
        if (socket.isListed) {
            return;
        }
        if (last == null) {
            first = socket;
        } else {
            last.listedBehind = socket;
        }
        last = socket;
        socket.isListed = true;
        size++;
    }

    private @Nullable HalfOpenSocket poll() {
        HalfOpenSocket socket = first;
        if (socket != null) {
            first = socket.listedBehind;
            last = first == null ? null : last;
            socket.listedBehind = null;
            socket.isListed = false;
            size--;
        }
        return socket;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** Reads the sockets that have waited long enough, {@code max} at most. False if that may have left some. */
    boolean readDue(int max, Consumer<HalfOpenSocket> look) {
        long now = System.nanoTime();
        int looks = 0;
        for (int left = size; left > 0 && looks < max; left--) {
            HalfOpenSocket socket = poll();
            HalfOpenProbe probe = socket == null ? null : socket.probe;
            if (socket == null || probe == null || probe.isRead) {
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
