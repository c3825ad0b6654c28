package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * Probes to be read for the last time, the earliest first: many deadlines come at once. Belongs to the loop's thread,
 * and allocates nothing.
 */
final class FinalReads {
    private @Nullable LoopProbe first;
    private @Nullable LoopProbe last;

    /** Adds a probe whose command was taken from the inbox. */
    void add(LoopProbe probe) {
        if (last == null) {
            first = probe;
        } else {
            last.nextCommanded = probe;
        }
        last = probe;
    }

    boolean isEmpty() {
        return first == null;
    }

    /** The next one, or null. */
    @Nullable
    LoopProbe next() {
        LoopProbe probe = first;
        if (probe != null) {
            first = probe.nextCommanded;
            probe.nextCommanded = null;
            if (first == null) {
                last = null;
            }
        }
        return probe;
    }
}
