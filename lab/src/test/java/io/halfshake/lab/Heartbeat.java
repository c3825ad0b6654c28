package io.halfshake.lab;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Notices when this whole process stood still, and where it knows the lab that one too: then a kept promise may be a
 * matter of luck, and a broken one no fault.
 */
final class Heartbeat implements AutoCloseable {
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Half of the 200 ms after which Linux sends an ACK that was held back: linux/include/net/tcp.h. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MAX_ATTEMPTS = 20;

    private final Thread thread = new Thread(this::beat, "heartbeat");
    private final @Nullable Lab lab;
    private volatile boolean ended;
    private volatile boolean stalled;
    private boolean labPaused;

    private Heartbeat(@Nullable Lab lab) {
        this.lab = lab;
    }

    static Heartbeat start() {
        return start(new Heartbeat(null));
    }

    /** Together with the lab's own, as of now. For the thread of the lab. */
    static Heartbeat start(Lab lab) {
        boolean unused = LabPauses.since(lab);
        return start(new Heartbeat(lab));
    }

    private static Heartbeat start(Heartbeat heartbeat) {
        heartbeat.thread.setDaemon(true);
        heartbeat.thread.start();
        return heartbeat;
    }

    /** The result of some work, repeated where this process stalled meanwhile. */
    static <T> T undisturbed(Supplier<T> work) {
        for (int attempt = 1; ; attempt++) {
            try (Heartbeat heartbeat = start()) {
                T result = work.get();
                if (!heartbeat.hasStalled() || attempt == MAX_ATTEMPTS) {
                    return result;
                }
            }
        }
    }

    private void beat() {
        long last = System.nanoTime();
        while (!ended) {
            LockSupport.parkNanos(BEAT_NANOS);
            long now = System.nanoTime();
            stalled |= now - last > STALL_NANOS;
            last = now;
        }
    }

    /** Whether a beat was missed until now. */
    boolean hasStalled() {
        return stalled;
    }

    /** Whether the lab stood still until now: its hosts were silent then. */
    boolean hasLabPaused() {
        if (lab != null && !labPaused) {
            labPaused = LabPauses.since(lab);
        }
        return labPaused;
    }

    /**
     * A process that is paused may see nothing in time, but nothing that is not there. STALLED is what a checker says
     * of that itself, also where only a thread of its own got no processor.
     */
    boolean excuses(String verdict) {
        return verdict.equals("unknown STALLED") || (verdict.equals("down TIMED_OUT") && (stalled || hasLabPaused()));
    }

    @Override
    public void close() {
        ended = true;
    }
}
