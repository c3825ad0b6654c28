package io.halfshake.monitor;

/**
 * Finds stalls of this process by the lateness of the monitor's own thread: a pause of the garbage collector, a stopped
 * process, an overloaded machine. Kept once for all targets. Written by the monitor's thread, read by all.
 */
final class StallDetector {
    /** A busy machine delays a thread by less. */
    static final long LATE_NANOS = 250_000_000;

    private static final int MAX_SPANS = 1_000;

    private final TimeSpans spans = new TimeSpans();
    private long lastAlive;
    private long allowance;
    private long lastEnd = -1;
    private long count;
    private long total;

    /**
     * The monitor's thread runs.
     *
     * @return how long it was stalled, or zero
     */
    synchronized long alive(long now) {
        long stalled = currentStall(now);
        if (stalled > 0) {
            if (spans.count() == MAX_SPANS) {
                spans.removeFirst();
            }
            spans.add(lastAlive, now);
            lastEnd = now;
            count++;
            total += stalled;
        }
        lastAlive = now;
        allowance = 0;
        return stalled;
    }

    /** The monitor's thread is about to sleep, and will be late if it comes back later than that. */
    synchronized void sleeps(long nanos) {
        allowance = nanos;
    }

    /** Length of the current stall; a stalled thread cannot report itself. */
    private long currentStall(long now) {
        long unseen = now - lastAlive;
        return unseen > allowance + LATE_NANOS ? unseen : 0;
    }

    /** Whether there was a stall at some time since then, or is one now. */
    synchronized boolean since(long start, long now) {
        return currentStall(now) > 0 || lastEnd > start;
    }

    /** The latest, with one that goes on. */
    synchronized TimeSpans copy(long now) {
        return within(Long.MIN_VALUE, now);
    }

    /** The latest that did not end before a time, with one that goes on. */
    synchronized TimeSpans within(long from, long now) {
        TimeSpans copy = spans.within(from, Long.MAX_VALUE);
        if (currentStall(now) > 0) {
            copy.add(lastAlive, now);
        }
        return copy;
    }

    /** How long those were together that are no longer known one by one. */
    synchronized long droppedLength() {
        return spans.droppedLength();
    }

    synchronized long count(long now) {
        return currentStall(now) > 0 ? count + 1 : count;
    }

    synchronized long totalNanos(long now) {
        return total + currentStall(now);
    }
}
