package io.halfshake.server.store;

import io.halfshake.monitor.OutageHistory.TimeSpan;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written in one transaction, and again in the next one if that fails.
 *
 * @param events in the order in which they came
 * @param checkpoints taken after these events; those of all targets if events were lost
 * @param loss what was lost after these events; null if nothing was
 * @param at when it was put together
 */
record Batch(
        List<HistoryEvent> events,
        List<TargetCheckpoint> checkpoints,
        List<TargetSpan> spans,
        List<TargetMinute> minutes,
        @Nullable Loss loss,
        Instant at) {
    /** A span, and whose it is. */
    record TargetSpan(String target, TimeSpan span) {}

    /** How many events and summaries there are. */
    int size() {
        return events.size() + minutes.size();
    }

    /** Copies the lists. */
    Batch {
        events = List.copyOf(events);
        checkpoints = List.copyOf(checkpoints);
        spans = List.copyOf(spans);
        minutes = List.copyOf(minutes);
    }
}
