package io.halfshake.monitor;

import io.halfshake.internal.TimerWheel;
import io.halfshake.monitor.time.MonitorTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What all targets of one monitor share: the clocks, the wheel, the stalls and the counters. */
final class MonitorContext {
    /** Usual intervals are multiples of it, and so are kept exactly. */
    private static final long TICK_NANOS = 1_000_000;

    final TimerWheel wheel = new TimerWheel(0, TICK_NANOS);
    final Interner interner = new Interner();
    final StallDetector stalls = new StallDetector();
    final LongAdder skipped = new LongAdder();
    final AtomicInteger inFlight = new AtomicInteger();
    final AtomicInteger up = new AtomicInteger();
    final AtomicInteger down = new AtomicInteger();
    private final MonitorTime time;
    private final long origin;
    private volatile @Nullable ClockSample end;

    MonitorContext(MonitorTime time) {
        this.time = time;
        this.origin = time.nanoTime();
    }

    /** Nanoseconds since the monitor was built. */
    long now() {
        return time.nanoTime() - origin;
    }

    /** The same moment on the monotonic clock itself. */
    long nanoTime(long now) {
        return origin + now;
    }

    ClockSample sample() {
        return ClockSample.read(time, origin);
    }

    /** This moment; after the end, the moment of the end. */
    ClockSample latest() {
        ClockSample over = end;
        return over == null ? sample() : over;
    }

    void end() {
        end = latest();
    }

    void count(TargetState state, int by) {
        if (state == TargetState.UP) {
            up.addAndGet(by);
        } else if (state == TargetState.DOWN) {
            down.addAndGet(by);
        }
    }

    /** At most half of the jitter either way; different for each check and each monitor. */
    long jitterNanos(int number, long planned, long interval, double jitter) {
        if (jitter == 0) {
            return 0;
        }
        long mixed = mix(mix(origin + number) ^ planned);
        double fraction = (mixed >>> 11) * 0x1.0p-53;
        return (long) ((fraction - 0.5) * jitter * interval);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long value) {
        long z = value + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
