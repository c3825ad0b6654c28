package io.halfshake.server.store;

import io.halfshake.monitor.TargetResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Summaries of minutes, until they are written.
 *
 * <p>Of each target those of five minutes are written together, and each second it is the turn of other targets. The
 * rows of a target stay side by side in the database, and writing each of them alone would write a page for it.
 *
 * <p>Safe for use by many threads; adding never waits for the database.
 */
final class MinuteBuffer {
    /** In how many seconds it is the turn of each target. */
    static final int CYCLE_SECONDS = 300;

    /** Some 20 MB: those of 1,000 targets in more than three hours. */
    static final int MAX_MINUTES = 200_000;

    private final Losses losses;
    private final int max;
    private final Map<String, TargetMinutes> targets = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** A summary, and whose it is. */
    record TargetMinute(String target, MinuteSummary summary) {}

    /** Of one target. Guarded by itself. */
    private static final class TargetMinutes {
        private @Nullable MinuteCounter current;

        /** No deque: one that finds no memory to grow has lost all that is in it. */
        private final List<MinuteSummary> complete = new ArrayList<>();

        /** Not used any more: another one may be in the map by now. */
        private boolean removed;
    }

    MinuteBuffer(Losses losses, int max) {
        this.losses = losses;
        this.max = max;
    }

    /** A result came at a moment. */
    void add(TargetResult result, Instant at) {
        int minute = Micros.minute(at);
        boolean added = false;
        while (!added) {
            TargetMinutes minutes = targets.computeIfAbsent(result.target(), target -> new TargetMinutes());
            synchronized (minutes) {
                if (!minutes.removed) {
                    add(minutes, result, minute);
                    added = true;
                }
            }
        }
    }

    /** A clock that was set back begins another summary of the same minute: the latest is stored. */
    private void add(TargetMinutes minutes, TargetResult result, int minute) {
        MinuteCounter current = minutes.current;
        if (current == null || current.minute != minute) {
            complete(minutes);
            current = new MinuteCounter(minute);
            minutes.current = current;
        }
        current.add(result);
    }

    private void complete(TargetMinutes minutes) {
        MinuteCounter current = minutes.current;
        if (current == null) {
            return;
        }
        minutes.current = null;
        boolean kept = false;
        try {
            kept = minutes.complete.add(current.summary());
        } finally {
            // Where there is no memory for it.
            if (!kept) {
                losses.minute(current.minute);
            }
        }
        if (waiting.incrementAndGet() > max) {
            waiting.decrementAndGet();
            losses.minute(minutes.complete.remove(0).minute());
        }
    }

    /** What is complete of the targets whose turn came between two moments, which is no longer here. */
    void take(Instant after, Instant until, Collection<TargetMinute> into) {
        take(after.getEpochSecond() + 1, until.getEpochSecond(), Micros.minute(until), into);
    }

    /** Everything, also of the minute that has not ended. */
    void takeAll(Collection<TargetMinute> into) {
        take(0, CYCLE_SECONDS, Integer.MAX_VALUE, into);
    }

    /** Of the targets whose turn is in one of these seconds, the summaries of the minutes before one. */
    private void take(long first, long last, int minute, Collection<TargetMinute> into) {
        Iterator<Map.Entry<String, TargetMinutes>> each = targets.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<String, TargetMinutes> target = each.next();
            long turn = first + Math.floorMod(target.getKey().hashCode() - first, (long) CYCLE_SECONDS);
            if (turn <= last && take(target.getKey(), target.getValue(), minute, into)) {
                each.remove();
            }
        }
    }

    /** Returns whether the target had nothing, so that it is probably not watched any more. */
    private boolean take(String target, TargetMinutes minutes, int minute, Collection<TargetMinute> into) {
        synchronized (minutes) {
            MinuteCounter current = minutes.current;
            if (current != null && current.minute < minute) {
                complete(minutes);
            }
            minutes.removed = minutes.current == null && minutes.complete.isEmpty();
            // One at a time, so that each is in one place also where memory runs out in between.
            while (!minutes.complete.isEmpty()) {
                into.add(new TargetMinute(target, minutes.complete.get(0)));
                MinuteSummary unused = minutes.complete.remove(0);
                waiting.decrementAndGet();
            }
            return minutes.removed;
        }
    }

    /** How many are complete. */
    int size() {
        return waiting.get();
    }
}
