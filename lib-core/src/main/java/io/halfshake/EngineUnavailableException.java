package io.halfshake;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Thrown by {@link CheckerBuilder#build()} when no engine meets the requirement. Its text names every cause. */
public final class EngineUnavailableException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    EngineUnavailableException(String wanted, List<EngineReport.PassedOver> causes, @Nullable Throwable lastFailure) {
        super(wanted + "; found " + found(causes), lastFailure);
    }

    private EngineUnavailableException(String text) {
        super(text);
    }

    static EngineUnavailableException noSuchEngine(@Nullable String name, List<String> present) {
        return new EngineUnavailableException(
                "engine: " + name + " (expected one of " + String.join(", ", present) + ")");
    }

    private static String found(List<EngineReport.PassedOver> causes) {
        return causes.isEmpty()
                ? "none"
                : causes.stream().map(c -> c.engine() + ": " + c.cause()).collect(Collectors.joining("; "));
    }
}
