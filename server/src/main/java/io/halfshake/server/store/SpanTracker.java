package io.halfshake.server.store;

import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the spans of a target that are not stored yet. A history computes its moments anew for each copy, from the wall
 * clock, which may be set. So ends are compared by the monotonic clock: as that of the copy, less the age of the end.
 *
 * <p>For one thread.
 */
final class SpanTracker {
    /** Two copies differ by what passes between the two clocks being read; two spans have a check between them. */
    private static final Duration TOLERANCE = Duration.ofMillis(10);

    private final Map<String, Long> lastEnds = new HashMap<>();

    /** Those that have ended since the last call for the target. Where one is not taken, all are found again. */
    void next(OutageHistory history, long nanoTime, Consumer<? super TimeSpan> found) {
        Instant now = history.asOf();
        Long last = lastEnds.get(history.target());
        for (TimeSpan span : history.unobserved()) {
            // The one that goes on ends now.
            if (span.to().isBefore(now)) {
                long end = nanoTime - Duration.between(span.to(), now).toNanos();
                if (last == null || end - last > TOLERANCE.toNanos()) {
                    found.accept(span);
                    last = end;
                }
            }
        }
        if (last != null) {
            lastEnds.put(history.target(), last);
        }
    }

    /**
     * Forgets a target that is no longer watched, or of which spans were lost: then all that are known of it are found
     * again. Spans that are stored twice with moments that differ a little overlap, and are read as one. Allocates
     * nothing.
     */
    void remove(String target) {
        lastEnds.remove(target);
    }
}
