package io.halfshake.linux;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tasks for one event loop, from any thread. Allocates nothing. */
final class TaskQueue {
    private static final LoopTask CLOSED = new LoopTask(() -> {});

    /** The last to come, linked to the one before it. */
    private final AtomicReference<@Nullable LoopTask> latest = new AtomicReference<>();

    /** Taken by the loop's thread, and in the order they came. */
    private @Nullable LoopTask taken;

    /** Any thread: adds a task, unless it is there already. Throws once the queue is closed. */
    void add(LoopTask task) {
        if (!task.queue()) {
            return;
        }
        LoopTask before;
        do {
            before = latest.get();
            if (before == CLOSED) {
                task.unqueue();
                throw new RejectedExecutionException("event loop: shut down (expected running)");
            }
            task.next = before;
        } while (!latest.compareAndSet(before, task));
    }

    /** The loop's thread. */
    boolean isEmpty() {
        return taken == null && isNone(latest.get());
    }

    /** The loop's thread: the first task, or null. */
    @Nullable
    LoopTask poll() {
        if (taken == null && !isNone(latest.get())) {
            taken = earliestFirst(latest.getAndSet(null));
        }
        LoopTask first = taken;
        if (first != null) {
            taken = first.next;
            first.next = null;
        }
        return first;
    }

    /** The loop's thread, when it is empty: what has come since is left to be polled, and nothing more is added. */
    void close() {
        LoopTask last = latest.getAndSet(CLOSED);
        if (!isNone(last)) {
            taken = earliestFirst(last);
        }
    }

    private static boolean isNone(@Nullable LoopTask task) {
        return task == null || task == CLOSED;
    }

    private static @Nullable LoopTask earliestFirst(@Nullable LoopTask last) {
        LoopTask first = null;
        for (LoopTask task = last; task != null; ) {
            LoopTask earlier = task.next;
            task.next = first;
            first = task;
            task = earlier;
        }
        return first;
    }
}
