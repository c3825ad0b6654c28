package io.halfshake.cli.diagnose;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.DurationParser;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Options;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code diagnose}, parsed.
 *
 * @param timeout of each diagnosis
 * @param engine the engine for the ports; null for the best one present
 * @param json whether diagnoses are JSON Lines
 * @param targets hosts, with or without a port
 */
public record DiagnoseOptions(Duration timeout, @Nullable String engine, boolean json, List<String> targets) {
    /** Enough for the kernel's second SYN, and for a second address of a name. */
    static final String DEFAULT_TIMEOUT = "2s";

    /**
     * Converts the values that picocli parsed.
     *
     * @throws CommandException if a value is invalid
     */
    public static DiagnoseOptions from(ParseResult parsed) {
        List<String> none = List.of();
        return new DiagnoseOptions(
                DurationParser.parse("-t", parsed.matchedOptionValue("-t", DEFAULT_TIMEOUT)),
                EngineOption.forPorts(parsed),
                Options.isSet(parsed, "--json"),
                parsed.matchedPositionalValue(0, none));
    }
}
