package io.halfshake.cli.command;

import io.halfshake.Target;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** The value of {@code -e}, {@code --engine}. */
public final class EngineOption {
    public static final String ECHO = "echo";

    private static final String AUTO = "auto";
    private static final Set<String> CHECKING_PORTS = Set.of(AUTO, "half-open", "syn", "connect");
    private static final String PORTS_RULE = "auto, half-open, syn or connect";

    private EngineOption() {}

    /**
     * The engine's name; null for the best one present. For a command whose targets may be hosts without a port.
     *
     * @throws CommandException if no engine is called so
     */
    public static @Nullable String from(ParseResult parsed) {
        String engine = text(parsed);
        return engine.equals(ECHO) ? ECHO : checked(engine, PORTS_RULE + "; or echo, for hosts without a port");
    }

    /**
     * The same for a command that checks ports.
     *
     * @throws CommandException if no engine that checks ports is called so
     */
    public static @Nullable String forPorts(ParseResult parsed) {
        return checked(text(parsed), "an engine that checks ports: " + PORTS_RULE);
    }

    private static String text(ParseResult parsed) {
        return parsed.matchedOptionValue("-e", AUTO);
    }

    private static @Nullable String checked(String engine, String rule) {
        if (!CHECKING_PORTS.contains(engine)) {
            throw CommandException.invalid("-e", engine, rule);
        }
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
