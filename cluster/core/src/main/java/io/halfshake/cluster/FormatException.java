package io.halfshake.cluster;

import java.io.Serial;

/** Bytes that are no command, no snapshot or no settings of a version that is known here. */
final class FormatException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    FormatException(Refusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** As which the command is refused. */
    Refusal refusal() {
        return refusal;
    }
}
