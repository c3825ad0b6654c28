package io.halfshake.cli;

import io.halfshake.monitor.MonitorBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/** Where a monitor's time comes from, and how somebody waits for what it finds. Tests bring a clock of their own. */
interface WatchTime {
    /** Sets what a monitor needs to keep this time. */
    MonitorBuilder on(MonitorBuilder builder);

    /**
     * Waits for news.
     *
     * @param nanos how long at most
     * @return null if none came in that time, or on interrupt
     */
    <T> @Nullable T next(BlockingQueue<T> queue, long nanos);

    /** What the clock on the wall says. */
    Instant now();

    /** Where that clock hangs. */
    ZoneId zone();
}
