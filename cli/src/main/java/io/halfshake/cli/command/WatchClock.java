package io.halfshake.cli.command;

import io.halfshake.monitor.MonitorBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** The clock of a monitor, and of the thread that waits for its updates. Tests have a clock of their own. */
public interface WatchClock {
    /** Makes a monitor use this clock. */
    MonitorBuilder configure(MonitorBuilder builder);

    /**
     * Waits for an element.
     *
     * @param nanos the maximum time to wait
     * @return null if none came in that time, or on interrupt
     */
    <T> @Nullable T poll(BlockingQueue<T> queue, long nanos);

    /** The monotonic clock of the monitor, in nanoseconds: that of its results. */
    long nanoTime();

    /** The wall-clock time. */
    Instant now();

    /** The time zone for display. */
    ZoneId zone();
}
