package io.halfshake.cluster;

import java.util.Comparator;
import java.util.PriorityQueue;

/** A clock that a test moves, and what is to be done at which moment. */
final class VirtualTime {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** The order keeps what is due at one moment in the order in which it was planned. */
    private record Task(long due, long order, Runnable task) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::due).thenComparingLong(Task::order));
    private long now;
    private long planned;

    long now() {
        return now;
    }

    void after(long nanos, Runnable task) {
        tasks.add(new Task(now + nanos, planned++, task));
    }

    /** For the first time after as long as that. */
    void every(long nanos, Runnable task) {
        after(nanos, () -> {
            task.run();
            every(nanos, task);
        });
    }

    void runUntil(long end) {
        while (true) {
            Task next = tasks.peek();
            if (next == null || next.due() > end) {
                now = end;
                return;
            }
            tasks.remove();
            now = next.due();
            next.task().run();
        }
    }
}
