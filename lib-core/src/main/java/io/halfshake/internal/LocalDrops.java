package io.halfshake.internal;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether this machine may have dropped a packet without telling its sender: counters of the kernel that have risen
 * since before it was sent. They are read at most once a second while packets are sent, and when one stays without an
 * answer, then for all that do so in the same moment. Thread-safe.
 */
public final class LocalDrops {
    private static final LocalDrops HERE = new LocalDrops(DropStatistics.ofThisMachine()::read, System::nanoTime);

    /** What was dropped so long before a packet may be held against it. A reading takes some 100 us. */
    static final long BASELINE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A reading older than that is waited for: after an idle hour, it would hold that hour against a packet. */
    static final long OLDEST_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Many deadlines pass at the same time. */
    static final long RECENT_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final Supplier<DropCounters> reader;
    private final LongSupplier clock;

    /** One thread reads, since many fall silent at the same time. */
    private final ReentrantLock reading = new ReentrantLock();

    /** The latest reading. */
    private volatile @Nullable DropCounters last;

    /** The latest reading that lost no counter: one that failed is not to hide what is dropped in the next second. */
    private volatile @Nullable DropCounters baseline;

    LocalDrops(Supplier<DropCounters> reader, LongSupplier clock) {
        this.reader = reader;
        this.clock = clock;
    }

    /**
     * Those of this machine, shared by all engines of the process.
     *
     * @return always the same
     */
    public static LocalDrops here() {
        return HERE;
    }

    /**
     * What was counted before a packet that is about to be sent.
     *
     * @return a reading not older than a second; up to 10 seconds while another thread takes the next; older only where
     *     the latest ones failed
     */
    public DropCounters before() {
        DropCounters known = baseline;
        if (known != null && !isOlder(last, BASELINE_NANOS)) {
            return known;
        }
        if (known == null || isOlder(last, OLDEST_NANOS)) {
            FailSafe.lock(reading);
        } else if (!reading.tryLock()) {
            return known;
        }
        try {
            known = baseline;
            if (known == null || isOlder(last, BASELINE_NANOS)) {
                DropCounters taken = read();
                known = Objects.requireNonNullElse(baseline, taken);
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    private boolean isOlder(@Nullable DropCounters taken, long nanos) {
        return taken == null || clock.getAsLong() - taken.takenAt() > nanos;
    }

    /**
     * Why a packet may not have left this machine, or its answer not have reached its socket.
     *
     * @param before what {@link #before()} returned before it was sent
     * @param sentAt when it was sent, on the scale of {@link System#nanoTime()}
     * @param isIpv6 its family
     * @return the counter, how much it rose and what helps; null if this machine has dropped nothing
     */
    public @Nullable String since(DropCounters before, long sentAt, boolean isIpv6) {
        return recent(sentAt).risenSince(before, isIpv6);
    }

    /** However long another thread's reading takes: after it no thread that has waited for it needs its own. */
    private DropCounters recent(long sentAt) {
        long now = clock.getAsLong();
        DropCounters known = last;
        if (known != null && isRecent(known, sentAt, now)) {
            return known;
        }
        FailSafe.lock(reading);
        try {
            known = last;
            return known != null && isRecent(known, sentAt, now) ? known : read();
        } finally {
            reading.unlock();
        }
    }

    private static boolean isRecent(DropCounters taken, long sentAt, long now) {
        return taken.takenAt() - sentAt > 0 && now - taken.takenAt() <= RECENT_NANOS;
    }

    /** Only with the lock held. */
    private DropCounters read() {
        DropCounters taken = reader.get();
        DropCounters known = baseline;
        if (known == null || taken.canReplace(known)) {
            baseline = taken;
        }
        last = taken;
        return taken;
    }
}
