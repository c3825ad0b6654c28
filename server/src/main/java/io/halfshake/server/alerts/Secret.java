package io.halfshake.server.alerts;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A text that no log, error or metric may show. */
public final class Secret {
    /** What is shown in its place. */
    public static final String HIDDEN = "***";

    private final String value;

    /**
     * A secret.
     *
     * @param value as it is sent
     */
    public Secret(String value) {
        this.value = Objects.requireNonNull(value, "value");
    }

    /**
     * The text itself, for what is sent and nothing else.
     *
     * @return as it was given
     */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Secret that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    /** Always the same. */
    @Override
    public String toString() {
        return HIDDEN;
    }
}
