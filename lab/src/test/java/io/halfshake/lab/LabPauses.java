package io.halfshake.lab;

import java.util.concurrent.TimeUnit;

/**
 * Pauses of the lab's own process. Its hosts are silent then indeed, and what a test finds of them is true, and not
 * what it expects.
 */
final class LabPauses {
    private static final int MAX_ROUNDS = 5;

    /** Far less than any check waits, and more than a busy machine takes a processor away for. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private LabPauses() {}

    /** A part of a test. */
    interface Round {
        void run() throws Exception;
    }

    /** A failure that may be due to a pause. */
    private static final class PausedLab extends AssertionError {
        private static final long serialVersionUID = 1;

        PausedLab(long nanos, AssertionError failure) {
            super("the lab was paused for " + TimeUnit.NANOSECONDS.toMillis(nanos) + " ms in this round", failure);
        }
    }

    /** Whether there was one since this was last asked. */
    static boolean since(Lab lab) {
        return lab.longestGapNanos() > PAUSE_NANOS;
    }

    /** Runs the part of a round in which no pause may be. */
    static void check(Lab lab, Round part) throws Exception {
        boolean unused = since(lab);
        try {
            part.run();
        } catch (AssertionError e) {
            long nanos = lab.longestGapNanos();
            if (nanos > PAUSE_NANOS) {
                throw new PausedLab(nanos, e);
            }
            throw e;
        }
    }

    /** Runs a round with such parts, and again, a few times at most, where one failed and the lab was paused. */
    static void repeat(Round round) throws Exception {
        for (int rounds = 1; ; rounds++) {
            try {
                round.run();
                return;
            } catch (PausedLab e) {
                if (rounds == MAX_ROUNDS) {
                    throw e;
                }
                System.out.println("repeated: " + e.getMessage());
            }
        }
    }
}
