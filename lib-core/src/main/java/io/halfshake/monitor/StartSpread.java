package io.halfshake.monitor;

/** When targets begin that are added together. */
final class StartSpread {
    private static final double GOLDEN_RATIO = 0.618_033_988_749_895;

    private final long nanos;
    private long lastStart;
    private int firstOfBatch;

    /** @param nanos over how long first checks are spread, at most; a target's interval is a limit too */
    StartSpread(long nanos) {
        this.nanos = nanos;
    }

    /** A target that is added alone, or is the first of many, begins at once. */
    synchronized long delay(int number, long now, EffectiveSettings effective) {
        long spread = Math.min(nanos, effective.intervalNanos());
        if (now - lastStart >= spread) {
            firstOfBatch = number;
        }
        lastStart = now;
        return (long) (spread * phase(number - firstOfBatch));
    }

    /**
     * Where in the first interval a target begins: the fractional parts of multiples of the golden ratio, which are
     * spread evenly however many there are.
     */
    private static double phase(int number) {
        double multiple = number * GOLDEN_RATIO;
        return multiple - Math.floor(multiple);
    }
}
