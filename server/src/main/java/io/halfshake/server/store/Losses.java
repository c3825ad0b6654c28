package io.halfshake.server.store;

import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts what could not be kept. Safe for use by many threads. */
final class Losses {
    private @Nullable Loss waiting;
    private long events;
    private long minutes;

    synchronized void event(Instant at) {
        events++;
        add(new Loss(at, at, 1, 0));
    }

    synchronized void minute(Instant from, Instant to) {
        minutes++;
        add(new Loss(from, to, 0, 1));
    }

    private void add(Loss loss) {
        waiting = waiting == null ? loss : waiting.plus(loss);
    }

    /** What was taken and cannot be stored. */
    void all(List<HistoryEvent> happened, List<TargetMinute> summaries, @Nullable Loss before) {
        happened.forEach(event -> event(event.at()));
        for (TargetMinute each : summaries) {
            int minute = each.summary().minute();
            minute(Micros.startOfMinute(minute), Micros.startOfMinute(minute + 1));
        }
        if (before != null) {
            again(before);
        }
    }

    /** What was taken and could not be stored: counted already. */
    synchronized void again(Loss loss) {
        add(loss);
    }

    /** What is to be stored of it; null if there is nothing new. */
    synchronized @Nullable Loss take() {
        Loss taken = waiting;
        waiting = null;
        return taken;
    }

    /** Transitions and removals since the start. */
    synchronized long events() {
        return events;
    }

    /** Summaries of minutes since the start. */
    synchronized long minutes() {
        return minutes;
    }
}
