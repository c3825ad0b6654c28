package io.halfshake.cli.command;

import io.halfshake.Target;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The value of {@code -e}, {@code --engine}. */
public final class EngineOption {
    public static final String ECHO = "echo";
    private static final String AUTO = "auto";

    private EngineOption() {}

    /** The engine's name; null for the best one present. */
    public static @Nullable String from(ParseResult parsed) {
        String engine = parsed.matchedOptionValue("-e", AUTO);
        return engine.equals(AUTO) ? null : engine;
    }

    /**
     * Requires a text to be a target of the engine: only {@code echo} takes hosts without a port.
     *
     * @throws IllegalArgumentException if it is not; its message carries the rule
     */
    public static void requireTarget(@Nullable String engine, String text) {
        if (ECHO.equals(engine)) {
            Target.parseHost(text);
        } else {
            Target.parse(text);
        }
    }
}
