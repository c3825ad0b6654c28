package io.halfshake.diagnosis;

import java.util.ArrayList;
import java.util.List;

/** A clock moved by hand, and no chance at all: the first ports of the range are taken. */
final class DiagnosisHandTime implements DiagnosisTime {
    /** What is to run later, until it is taken back. */
    final List<Runnable> timers = new ArrayList<>();

    long timerNanos;

    /** Whether there is a thread for a timer. */
    boolean timerStarts = true;

    private long nanos = Long.MAX_VALUE - 5;

    void advance(long by) {
        nanos += by;
    }

    @Override
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Runnable later(long length, Runnable task) {
        if (!timerStarts) {
            throw new OutOfMemoryError("no thread");
        }
        timerNanos = length;
        timers.add(task);
        return () -> timers.remove(task);
    }

    @Override
    public int random(int bound) {
        return 0;
    }
}
