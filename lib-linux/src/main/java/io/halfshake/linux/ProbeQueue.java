package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Probes in order. Each is its own link, so that adding one takes no memory; it is in one queue at most. Belongs to its
 * loop's thread.
 */
final class ProbeQueue {
    private @Nullable PacketProbe first;
    private @Nullable PacketProbe last;

    boolean isEmpty() {
        return first == null;
    }

    @Nullable
    PacketProbe peek() {
        return first;
    }

    void addFirst(PacketProbe probe) {
        probe.queuedBehind = first;
        first = probe;
        if (last == null) {
            last = probe;
        }
    }

    void addLast(PacketProbe probe) {
        if (last == null) {
            first = probe;
        } else {
            last.queuedBehind = probe;
        }
        last = probe;
    }

    /** Removes the first one; null if there is none. */
    @Nullable
    PacketProbe poll() {
        PacketProbe probe = first;
        if (probe != null) {
            first = probe.queuedBehind;
            probe.queuedBehind = null;
            if (first == null) {
                last = null;
            }
        }
        return probe;
    }
}
