package io.halfshake.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What {@code diagnose} was asked to do.
 *
 * @param timeout of each diagnosis
 * @param engine what asks the ports; null for the best one present
 * @param json whether diagnoses are JSON Lines
 * @param targets hosts, with or without a port
 */
record DiagnoseOptions(Duration timeout, @Nullable String engine, boolean json, List<String> targets) {
    /** Enough for the kernel's own second SYN, and to go on with a name's address. */
    static final String DEFAULT_TIMEOUT = "2s";

    /**
     * Reads what picocli recognised.
     *
     * @throws CommandException if a value is not what its option takes
     */
    static DiagnoseOptions from(ParseResult parsed) {
        String engine = parsed.matchedOptionValue("-e", CheckOptions.AUTO);
        List<String> none = List.of();
        return new DiagnoseOptions(
                DurationText.parse("-t", parsed.matchedOptionValue("-t", DEFAULT_TIMEOUT)),
                engine.equals(CheckOptions.AUTO) ? null : engine,
                Specs.isSet(parsed, "--json"),
                parsed.matchedPositionalValue(0, none));
    }
}
