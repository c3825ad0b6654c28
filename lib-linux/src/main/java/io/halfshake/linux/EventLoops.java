package io.halfshake.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The event loops that an engine runs on, one or more. */
final class EventLoops {
    /** How long closing an engine waits for its loops. */
    static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private EventLoops() {}

    /** New ones, each with system calls of its own. Throws with the system call and its error. */
    static List<EventLoop> own(String engine, int count, Supplier<? extends EpollCalls> callsForLoop) {
        // As long as it gets: a loop that runs already must find room in it.
        List<EventLoop> loops = new ArrayList<>(count);
        boolean all = false;
        try {
            for (int i = 0; i < count; i++) {
                loops.add(EpollLoop.start("halfshake-" + engine, callsForLoop.get()));
            }
            all = true;
            return loops;
        } finally {
            if (!all) {
                end(loops);
            }
        }
    }

    /** Ends those that are the engine's own. */
    static void end(List<EventLoop> loops) {
        long deadline = System.nanoTime() + CLOSE_WAIT_NANOS;
        loops.forEach(EventLoop::shutDown);
        loops.forEach(loop -> loop.awaitEnd(deadline));
    }
}
