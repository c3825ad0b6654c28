package io.halfshake.cluster;

import java.util.function.LongConsumer;

/** Runs histories that follow from a seed. One that fails can be run alone: its message says how. */
final class Seeds {
    private static final String ALONE = "halfshake.cluster.seed";

    private Seeds() {}

    /** Those of the seeds from the first on, or the one that is to be run alone. */
    static void run(long first, int count, LongConsumer history) {
        Long alone = Long.getLong(ALONE);
        if (alone != null) {
            run(alone, history);
            return;
        }
        for (long seed = first; seed < first + count; seed++) {
            run(seed, history);
        }
    }

    private static void run(long seed, LongConsumer history) {
        try {
            history.accept(seed);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("history of seed " + seed + ", again with -D" + ALONE + "=" + seed, e);
        }
    }
}
