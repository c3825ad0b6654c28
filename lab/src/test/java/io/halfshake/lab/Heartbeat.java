package io.halfshake.lab;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Notices when this whole process stood still: then a kept promise may be a matter of luck, and a broken one no fault.
 */
final class Heartbeat implements AutoCloseable {
    private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Half of the 200 ms after which Linux sends an ACK that was held back: linux/include/net/tcp.h. */
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final int MAX_ATTEMPTS = 20;

    private final Thread thread = new Thread(this::beat, "heartbeat");
    private volatile boolean ended;
    private volatile boolean stalled;

    private Heartbeat() {}

    static Heartbeat start() {
        Heartbeat heartbeat = new Heartbeat();
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

    /**
     * A process that is paused may see nothing in time, but nothing that is not there. STALLED is what a checker says
     * of that itself, also where only a thread of its own got no processor.
     */
    boolean excuses(String verdict) {
        return verdict.equals("unknown STALLED") || (stalled && verdict.equals("down TIMED_OUT"));
    }

    @Override
    public void close() {
        ended = true;
    }
}
