package io.halfshake;

/**
 * A checker's counters since it was built. Read one after the other while checks go on, so that sums may be off by the
 * checks of that moment.
 *
 * @param up checks that ended Up
 * @param down checks that ended Down
 * @param unknown checks that ended Unknown
 * @param cancelled checks that were cancelled
 * @param completedHandshakes handshakes that were or may have been completed although the engine makes half ones; where
 *     the engine sees them, those of cancelled checks and of second sockets too
 * @param rejectedCallbacks results that the callback executor refused and that the checker delivered on a thread of its
 *     own
 * @param longestAnswerWaitNanos the longest that an answer has waited for its reset; from about 200 ms on, the kernel
 *     completes the handshake; 0 if none has waited for a millisecond, or the engine cannot tell
 * @param inFlight checks in flight now
 * @param queued checks waiting for a place in flight now
 */
public record CheckerStats(
        long up,
        long down,
        long unknown,
        long cancelled,
        long completedHandshakes,
        long rejectedCallbacks,
        long longestAnswerWaitNanos,
        int inFlight,
        int queued) {}
