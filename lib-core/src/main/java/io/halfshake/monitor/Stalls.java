package io.halfshake.monitor;

/**
 * When this process stood still, as the monitor's own lateness tells: a pause of the garbage collector, a stopped
 * process, a machine with no time for us. Kept once for all targets. Written by the monitor's thread, read by all.
 */
final class Stalls {
    /** As late as a busy machine makes a thread without anything being wrong. */
    static final long LATE_NANOS = 250_000_000;

    private static final int MOST = 1_000;

    private final Spans spans = new Spans();
    private long lastAlive;
    private long allowance;
    private long lastEnd = -1;
    private long count;
    private long total;

    /**
     * The monitor's thread lives.
     *
     * @return how long it has stood still, or zero
     */
    synchronized long alive(long now) {
        long stood = standing(now);
        if (stood > 0) {
            if (spans.count() == MOST) {
                spans.removeFirst();
            }
            spans.add(lastAlive, now);
            lastEnd = now;
            count++;
            total += stood;
        }
        lastAlive = now;
        allowance = 0;
        return stood;
    }

    /** The monitor's thread is about to sleep, and will be late if it comes back later than that. */
    synchronized void sleeps(long nanos) {
        allowance = nanos;
    }

    /** How long it stands still by now: a thread that hangs does not come here to say so. */
    private long standing(long now) {
        long unseen = now - lastAlive;
        return unseen > allowance + LATE_NANOS ? unseen : 0;
    }

    /** Whether it stood still at some time since then, or does so until now. */
    synchronized boolean since(long start, long now) {
        return standing(now) > 0 || lastEnd > start;
    }

    /** The latest, with one that goes on. */
    synchronized Spans copy(long now) {
        Spans copy = spans.copy();
        if (standing(now) > 0) {
            copy.add(lastAlive, now);
        }
        return copy;
    }

    synchronized long count(long now) {
        return standing(now) > 0 ? count + 1 : count;
    }

    synchronized long totalNanos(long now) {
        return total + standing(now);
    }
}
