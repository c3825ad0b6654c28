package io.halfshake.server.store;

import io.halfshake.monitor.OutageHistory;
import io.halfshake.monitor.OutageHistory.TimeSpan;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

    /** Those that have ended since the last call for the target. */
    List<TimeSpan> next(OutageHistory history, long nanoTime) {
        Instant now = history.asOf();
        List<TimeSpan> found = new ArrayList<>();
        Long last = lastEnds.get(history.target());
        for (TimeSpan span : history.unobserved()) {
            // The one that goes on ends now.
            if (span.to().isBefore(now)) {
                long end = nanoTime - Duration.between(span.to(), now).toNanos();
                if (last == null || end - last > TOLERANCE.toNanos()) {
                    found.add(span);
                    last = end;
                }
            }
        }
        if (last != null) {
            lastEnds.put(history.target(), last);
        }
        return found;
    }

    /** Forgets a target that is no longer watched. */
    void remove(String target) {
        lastEnds.remove(target);
    }
}
