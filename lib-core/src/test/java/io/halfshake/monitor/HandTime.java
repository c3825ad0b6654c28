package io.halfshake.monitor;

import io.halfshake.monitor.time.MonitorTime;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** Time that stands where the test puts it, and turns only when it says so. */
class HandTime implements MonitorTime {
    long nanos;
    LongSupplier turn = () -> 0;

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Instant wallTime() {
        return Instant.EPOCH.plusNanos(nanos);
    }

    @Override
    public Drive drive(LongSupplier newTurn) {
        turn = newTurn;
        return new Drive() {
            @Override
            public void wake() {}

            @Override
            public void close() {}
        };
    }

    void pass(Duration length) {
        for (long end = nanos + length.toNanos(); nanos < end; nanos += 1_000_000) {
            long unused = turn.getAsLong();
        }
    }
}
