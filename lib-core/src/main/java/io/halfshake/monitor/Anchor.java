package io.halfshake.monitor;

import java.time.Instant;

/**
 * One moment on both clocks, to tell others by.
 *
 * @param nanos since the monitor was made
 * @param wall what the clock on the wall said
 */
record Anchor(long nanos, Instant wall) {
    Instant instant(long at) {
        return wall.minusNanos(nanos - at);
    }
}
