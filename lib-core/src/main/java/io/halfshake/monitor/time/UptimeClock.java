package io.halfshake.monitor.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * {@link System#nanoTime()} plus the time for which the machine slept. Linux's monotonic clock stops meanwhile
 * (clock_gettime(2), CLOCK_MONOTONIC), and a monitor would take an answer from before the night for a second old.
 * {@code /proc/uptime} counts the sleep (proc(5)). It costs up to three system calls, so it is read only when the wall
 * clock has moved against the monotonic one; the wall clock alone would not do, since it may be set.
 */
final class UptimeClock {
    private static final long UNKNOWN = -1;

    /** More than a clock is slewed by between two checks. */
    private static final long SUSPICIOUS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** {@code /proc/uptime} has hundredths of a second, and its reader may be delayed. */
    private static final long SHORTEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final LongSupplier monotonic;
    private final LongSupplier wall;
    private final LongSupplier uptime;
    private final boolean known;
    private volatile long wallAhead;
    private volatile long asleep;
    private long uptimeAhead;

    /**
     * Reads clocks in nanoseconds, each with an origin of its own.
     *
     * @param uptime counts sleep; negative where that cannot be known
     */
    UptimeClock(LongSupplier monotonic, LongSupplier wall, LongSupplier uptime) {
        this.monotonic = monotonic;
        this.wall = wall;
        this.uptime = uptime;
        // In this order, and in look() in the other one: a thread that loses its processor in between has not slept.
        long now = monotonic.getAsLong();
        long begun = uptime.getAsLong();
        this.known = begun >= 0;
        this.uptimeAhead = begun - now;
        this.wallAhead = wall.getAsLong() - monotonic.getAsLong();
    }

    static UptimeClock ofSystem() {
        return new UptimeClock(
                System::nanoTime,
                () -> TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                () -> uptime(Path.of("/proc/uptime")));
    }

    long nanoTime() {
        long now = monotonic.getAsLong();
        if (known && Math.abs(wall.getAsLong() - now - wallAhead) > SUSPICIOUS_NANOS) {
            look();
        }
        return now + asleep;
    }

    private synchronized void look() {
        long up = uptime.getAsLong();
        long now = monotonic.getAsLong();
        wallAhead = wall.getAsLong() - now;
        long slept = up - now - uptimeAhead;
        if (up >= 0 && slept >= SHORTEST_SLEEP_NANOS) {
            uptimeAhead += slept;
            asleep += slept;
        }
    }

    /** The first number in the file: seconds since the machine was started, sleep included. */
    static long uptime(Path file) {
        try {
            String seconds = Files.readAllLines(file).get(0).split(" ", 2)[0];
            return (long) (Double.parseDouble(seconds) * TimeUnit.SECONDS.toNanos(1));
        } catch (IOException | RuntimeException e) {
            // Not Linux, or a sandbox without it.
            return UNKNOWN;
        }
    }
}
