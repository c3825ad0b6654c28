package io.halfshake.server.store;

import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts what could not be kept. Counting allocates nothing: what is lost may be so for want of memory. Safe for use by
 * many threads.
 */
final class Losses {
    /** Of what waits to be stored, in microseconds since 1970. */
    private long from;

    private long to;
    private long waitingEvents;
    private long waitingMinutes;
    private long events;
    private long minutes;

    /** Of an event that was found at a moment, in microseconds since 1970. */
    synchronized void event(long at) {
        events++;
        add(at, at, 1, 0);
    }

    void event(Instant at) {
        event(Micros.of(at));
    }

    /** Of a minute since 1970. */
    synchronized void minute(int minute) {
        minutes++;
        add(Micros.ofMinute(minute), Micros.ofMinute(minute + 1), 0, 1);
    }

    private void add(long begin, long end, long ofEvents, long ofMinutes) {
        boolean first = waitingEvents == 0 && waitingMinutes == 0;
        from = first ? begin : Math.min(from, begin);
        to = first ? end : Math.max(to, end);
        waitingEvents += ofEvents;
        waitingMinutes += ofMinutes;
    }

    /** What was taken and cannot be stored. */
    void all(List<HistoryEvent> happened, List<TargetMinute> summaries, @Nullable Loss before) {
        // By index, since an iterator is an object.
        for (int i = 0; i < happened.size(); i++) {
            event(happened.get(i).at());
        }
        for (int i = 0; i < summaries.size(); i++) {
            minute(summaries.get(i).summary().minute());
        }
        if (before != null) {
            again(before);
        }
    }

    /** What was taken and could not be stored: counted already. */
    synchronized void again(Loss loss) {
        add(Micros.of(loss.from()), Micros.of(loss.to()), loss.events(), loss.minutes());
    }

    /** What is to be stored of it; null if there is nothing new. */
    synchronized @Nullable Loss take() {
        if (waitingEvents == 0 && waitingMinutes == 0) {
            return null;
        }
        Loss taken = new Loss(Micros.instant(from), Micros.instant(to), waitingEvents, waitingMinutes);
        waitingEvents = 0;
        waitingMinutes = 0;
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
