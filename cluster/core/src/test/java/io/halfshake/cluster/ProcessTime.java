package io.halfshake.cluster;

import io.halfshake.monitor.time.MonitorTime;
import io.halfshake.testing.ManualTime;
import io.halfshake.testing.ScheduledTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time as one process sees it, which can be stopped and killed: none of its threads runs then. Its wall clock
 * is not that of the others.
 */
final class ProcessTime implements MonitorTime, Executor {
    private static final Instant BEGINNING = Instant.parse("2000-01-01T00:00:00Z");

    private final ManualTime time;
    private final Duration wallAhead;
    private final List<Runnable> held = new ArrayList<>();
    private boolean isStopped;
    private boolean isKilled;

    ProcessTime(ManualTime time, Duration wallAhead) {
        this.time = time;
        this.wallAhead = wallAhead;
    }

    Duration wallAhead() {
        return wallAhead;
    }

    @Override
    public long nanoTime() {
        return time.getAsLong();
    }

    @Override
    public Instant wallTime() {
        return BEGINNING.plus(time.now()).plus(wallAhead);
    }

    /** What another process has measured, on a clock that is right. */
    static Instant trueTime(Duration sinceBegin) {
        return BEGINNING.plus(sinceBegin);
    }

    @Override
    public void execute(Runnable task) {
        time.schedule(Duration.ZERO, () -> run(task));
    }

    private void run(Runnable task) {
        if (isStopped && !isKilled) {
            held.add(task);
        } else if (!isKilled) {
            task.run();
        }
    }

    void stop() {
        isStopped = true;
    }

    /** What came meanwhile runs with the next step of the time. */
    void resume() {
        isStopped = false;
        List<Runnable> all = List.copyOf(held);
        held.clear();
        all.forEach(this::execute);
    }

    void kill() {
        isKilled = true;
        held.clear();
    }

    @Override
    public Drive drive(LongSupplier turn) {
        Turns turns = new Turns(turn);
        turns.wake();
        return turns;
    }

    private final class Turns implements Drive {
        private final LongSupplier turn;
        private @Nullable ScheduledTask next;
        private boolean isClosed;

        Turns(LongSupplier turn) {
            this.turn = turn;
        }

        private void runAfter(long nanos) {
            if (next != null) {
                next.cancel();
            }
            if (!isClosed) {
                next = time.schedule(Duration.ofNanos(nanos), () -> run(this::turn));
            }
        }

        private void turn() {
            if (!isClosed) {
                runAfter(turn.getAsLong());
            }
        }

        private void run(Runnable task) {
            ProcessTime.this.run(task);
        }

        @Override
        public void wake() {
            runAfter(0);
        }

        @Override
        public void close() {
            isClosed = true;
            if (next != null) {
                next.cancel();
            }
        }
    }
}
