package io.halfshake.cli;

import io.halfshake.monitor.MonitorBuilder;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Real time: the monitor's own. */
final class SystemWatchTime implements WatchTime {

    @Override
    public MonitorBuilder on(MonitorBuilder builder) {
        return builder;
    }

    @Override
    public <T> @Nullable T next(BlockingQueue<T> queue, long nanos) {
        try {
            return queue.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public Instant now() {
        return Instant.now();
    }

    @Override
    public ZoneId zone() {
        return ZoneId.systemDefault();
    }
}
