package io.halfshake.portable;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that connects block on: virtual ones where the JDK has them (21 and newer), else a bounded pool.
 *
 * @param executor runs each task at once or refuses it
 * @param probes how many connects can be in progress at once
 */
record ConnectThreads(ExecutorService executor, int probes) {
    /**
     * A virtual thread costs little, but each connect holds a descriptor, of which a process commonly has 65,536 or
     * fewer.
     */
    private static final int MOST_VIRTUAL = 16_384;

    /** A platform thread costs a stack and a place in the scheduler. */
    private static final int MOST_PLATFORM = 1_024;

    private static final long IDLE_SECONDS = 5;

    static ConnectThreads forProbes(int wanted) {
        try {
            ExecutorService virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            return new ConnectThreads(virtual, Math.min(wanted, MOST_VIRTUAL));
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            // JDK 17 to 20: the method is missing, or a preview that throws.
            return platform(Math.min(wanted, MOST_PLATFORM));
        }
    }

    static ConnectThreads platform(int probes) {
        // Twice as many threads as probes: a cancelled connect holds its thread a moment longer than its place.
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                0, 2 * probes, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "halfshake-connect");
                    thread.setDaemon(true);
                    return thread;
                });
        return new ConnectThreads(pool, probes);
    }
}
