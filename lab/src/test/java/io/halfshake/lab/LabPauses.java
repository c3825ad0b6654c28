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

    /** A failure that silence may be the cause of. */
    private static final class Silence extends AssertionError {
        private static final long serialVersionUID = 1;

        Silence(AssertionError failure) {
            super(failure.getMessage(), failure);
        }
    }

    /** One that is due to a pause, for all that is known. */
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

    /**
     * Runs assertions that hold unless hosts were silent: timeouts, and what follows from them. Only their failures are
     * excused by a pause, not an answer that is wrong or that cannot be. Those after them are not made in a round that
     * fails here, but in the one that repeats it. So those that silence cannot break come first where they can.
     */
    static void unlessSilent(Runnable assertions) {
        try {
            assertions.run();
        } catch (AssertionError e) {
            throw new Silence(e);
        }
    }

    /** Runs the part of a round in which no pause may be, with assertions {@linkplain #unlessSilent about silence}. */
    static void check(Lab lab, Round part) throws Exception {
        boolean unused = since(lab);
        try {
            part.run();
        } catch (Silence e) {
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
