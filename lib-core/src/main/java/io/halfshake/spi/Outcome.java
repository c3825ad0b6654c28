package io.halfshake.spi;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.UnknownReason;
import org.jspecify.annotations.Nullable;

/** What became of one probe. The checker makes the result of the check from it. */
public sealed interface Outcome {
    /**
     * What the outcome rests on.
     *
     * @return the evidence
     */
    Evidence evidence();

    /**
     * The address answered with a SYN-ACK.
     *
     * @param roundTripNanos from the SYN to the answer, zero or more
     * @param evidence what the outcome rests on
     */
    record Answered(long roundTripNanos, Evidence evidence) implements Outcome {
        /**
         * Checks that there is a round trip.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Answered {
            if (roundTripNanos < 0) {
                throw new IllegalArgumentException("roundTripNanos: " + roundTripNanos + " (expected >= 0)");
            }
        }
    }

    /**
     * The network said no.
     *
     * @param reason {@link DownReason#REFUSED}, {@link DownReason#UNREACHABLE}, or {@link DownReason#TIMED_OUT} where
     *     the kernel itself gave up sending
     * @param roundTripNanos from the SYN to the answer; -1 where there is none
     * @param evidence what the outcome rests on
     */
    record Denied(DownReason reason, long roundTripNanos, Evidence evidence) implements Outcome {
        /**
         * Checks the round trip.
         *
         * @throws IllegalArgumentException if it is less than -1
         */
        public Denied {
            if (roundTripNanos < -1) {
                throw new IllegalArgumentException("roundTripNanos: " + roundTripNanos + " (expected >= -1)");
            }
        }
    }

    /**
     * Nothing came back until the deadline. The checker decides whether that counts against the target.
     *
     * @param evidence what was sent
     */
    record Silent(Evidence evidence) implements Outcome {}

    /**
     * Something on this machine prevented the check.
     *
     * @param reason what kind of failure
     * @param cause what failed; null where the reason says all
     * @param evidence what was tried
     */
    record Failed(UnknownReason reason, @Nullable Throwable cause, Evidence evidence) implements Outcome {}
}
