package io.halfshake;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link CheckResult#orElseThrow()} for a target that is down or unknown. */
public final class CheckException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient @Nullable CheckResult result;

    CheckException(CheckResult result) {
        super(result.describe(), result instanceof CheckResult.Unknown unknown ? unknown.cause() : null);
        this.result = result;
    }

    /**
     * The result.
     *
     * @return a {@link CheckResult.Down} or {@link CheckResult.Unknown}
     * @throws IllegalStateException if this exception was deserialised, which loses the result
     */
    public CheckResult result() {
        if (result == null) {
            throw new IllegalStateException("result: lost in serialisation (expected to be read where it was thrown)");
        }
        return result;
    }
}
