package io.halfshake.cli;

import io.halfshake.cli.command.WatchClock;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.time.MonitorTime;
import io.halfshake.testing.ManualTime;
import io.halfshake.testing.ScheduledTask;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A monitor and its watcher on one thread: waiting for an update advances the time. */
final class ShellClock implements WatchClock, MonitorTime {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private final ManualTime time;

    ShellClock(ManualTime time) {
        this.time = time;
    }

    @Override
    public MonitorBuilder configure(MonitorBuilder builder) {
        return builder.time(this).callbackExecutor(task -> time.schedule(Duration.ZERO, task));
    }

    @Override
    public <T> @Nullable T poll(BlockingQueue<T> queue, long nanos) {
        if (queue.isEmpty()) {
            time.advance(Duration.ofNanos(nanos));
        }
        return queue.poll();
    }

    @Override
    public long nanoTime() {
        return time.getAsLong();
    }

    @Override
    public Instant wallTime() {
        return BEGINNING.plus(time.now());
    }

    @Override
    public Instant now() {
        return wallTime();
    }

    @Override
    public ZoneId zone() {
        return ZoneOffset.ofHours(1);
    }

    @Override
    public Drive drive(LongSupplier turn) {
        return new ClockDrive(turn);
    }

    private final class ClockDrive implements Drive {
        private final LongSupplier turn;
        private @Nullable ScheduledTask next;
        private boolean closed;

        ClockDrive(LongSupplier turn) {
            this.turn = turn;
            wake();
        }

        private void run() {
            runAfter(Duration.ofNanos(turn.getAsLong()));
        }

        private void runAfter(Duration delay) {
            if (next != null) {
                next.cancel();
            }
            next = closed ? null : time.schedule(delay, this::run);
        }

        @Override
        public void wake() {
            runAfter(Duration.ZERO);
        }

        @Override
        public void close() {
            closed = true;
            wake();
        }
    }
}
