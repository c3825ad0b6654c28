package io.halfshake.cli.watch;

import io.halfshake.cli.command.WatchClock;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.time.MonitorTime;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The system's clock. */
public final class SystemWatchClock implements WatchClock {

    @Override
    public MonitorBuilder configure(MonitorBuilder builder) {
        return builder;
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, long nanos) {
        try {
            return queue.poll(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public long nanoTime() {
        return MonitorTime.system().nanoTime();
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
