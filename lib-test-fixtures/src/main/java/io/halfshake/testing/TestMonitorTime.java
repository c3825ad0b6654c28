package io.halfshake.testing;

import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Virtual time as a monitor sees it. Its turns run on the thread that advances the clock. */
final class TestMonitorTime implements MonitorTime {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private final ManualTime time;
    private @Nullable RigDrive drive;
    private volatile boolean standsStill;

    TestMonitorTime(ManualTime time) {
        this.time = time;
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
    public Drive drive(LongSupplier turn) {
        RigDrive made = new RigDrive(turn);
        drive = made;
        made.wake();
        return made;
    }

    void stall(Duration length) {
        standsStill = true;
        try {
            time.advance(length);
        } finally {
            standsStill = false;
        }
        RigDrive stalled = drive;
        if (stalled != null) {
            stalled.wake();
            time.advance(Duration.ZERO);
        }
    }

    private final class RigDrive implements Drive {
        private final LongSupplier turn;
        private @Nullable ScheduledTask next;
        private boolean closed;

        RigDrive(LongSupplier turn) {
            this.turn = turn;
        }

        private void run() {
            if (!standsStill && !isClosed()) {
                runAfter(Duration.ofNanos(turn.getAsLong()));
            }
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        private synchronized void runAfter(Duration delay) {
            if (next != null) {
                next.cancel();
            }
            if (!closed) {
                next = time.schedule(delay, this::run);
            }
        }

        @Override
        public void wake() {
            runAfter(Duration.ZERO);
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        }
    }
}
