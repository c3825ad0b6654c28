package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Sockets of one family that are ready to connect, the latest on top. Each is its own link, so that adding one takes no
 * memory. Belongs to its loop's thread.
 */
final class IdleSockets {
    private @Nullable HalfOpenSocket top;
    private int size;

    /** Since the trim period began. */
    private int fewest;

    void push(HalfOpenSocket socket) {
        socket.below = top;
        top = socket;
        size++;
    }

    /** Removes the latest that is open; null if there is none. The event loop may have closed some of them. */
    @Nullable
    HalfOpenSocket pop() {
        HalfOpenSocket socket = top;
        while (socket != null) {
            top = socket.below;
            socket.below = null;
            size--;
            if (socket.isOpen) {
                break;
            }
            socket = top;
        }
        fewest = Math.min(fewest, size);
        return socket;
    }

    /** Removes one more than was needed since the trim period began; null if there is none, or that many are left. */
    @Nullable
    HalfOpenSocket popUnneeded(int alwaysKept) {
        if (fewest == 0 || size <= alwaysKept) {
            return null;
        }
        fewest--;
        return pop();
    }

    void startTrimPeriod() {
        fewest = size;
    }
}
