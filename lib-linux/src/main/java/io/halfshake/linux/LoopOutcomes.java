package io.halfshake.linux;

import io.halfshake.Evidence;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;

/**
 * Outcomes of probes that were not sent, or whose replies the loop failed to read. What was sent for them is counted:
 * an answer may have come, so that another socket's silence does not mean that there is none.
 */
final class LoopOutcomes {
    private final String engine;
    private final Outcome.Failed noMemory;
    private final Outcome.Failed noMemoryOnceSent;

    LoopOutcomes(String engine) {
        this.engine = engine;
        OutOfMemoryError error = new OutOfMemoryError("too little memory left to report what failed");
        this.noMemory = failed(error, 0);
        this.noMemoryOnceSent = failed(error, 1);
    }

    /** Evidence of a probe that was not sent. */
    Evidence nothing() {
        return Evidence.nothingSent(engine);
    }

    private Outcome.Failed failed(Throwable cause, int sent) {
        return new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, nothing().withSyns(sent));
    }

    private Outcome.Failed noMemory(int sent) {
        return sent == 0 ? noMemory : noMemoryOnceSent;
    }

    /** Something was thrown after {@code sent} packets. Never throws itself. */
    Outcome.Failed thrown(Throwable error, int sent) {
        try {
            return failed(error, sent);
        } catch (RuntimeException | Error e) {
            return noMemory(sent);
        }
    }

    /**
     * The event loop ends, or has ended, after {@code sent} packets: by its own error, if there was one. Never throws.
     */
    Outcome.Failed gone(LoopShutdown end, int sent) {
        try {
            return failed(end.cause(), sent);
        } catch (RuntimeException | Error e) {
            return noMemory(sent);
        }
    }
}
