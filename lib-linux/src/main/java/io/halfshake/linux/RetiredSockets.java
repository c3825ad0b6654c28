package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Sockets of one family that are still to be disconnected, in the order in which they were retired. Each is its own
 * link, so that adding one takes no memory. Belongs to its loop's thread.
 */
final class RetiredSockets {
    private @Nullable HalfOpenSocket first;
    private @Nullable HalfOpenSocket last;

    /** One that is still here from an earlier time keeps its place. */
    void add(HalfOpenSocket socket) {
        if (socket.isAmongRetired) {
            return;
        }
        if (last == null) {
            first = socket;
        } else {
            last.retiredBehind = socket;
        }
        last = socket;
        socket.isAmongRetired = true;
    }

    /** Removes the first, which may have been disconnected meanwhile; null if there is none. */
    @Nullable
    HalfOpenSocket poll() {
        HalfOpenSocket socket = first;
        if (socket != null) {
            first = socket.retiredBehind;
            last = first == null ? null : last;
            socket.retiredBehind = null;
            socket.isAmongRetired = false;
        }
        return socket;
    }

    boolean isEmpty() {
        return first == null;
    }
}
