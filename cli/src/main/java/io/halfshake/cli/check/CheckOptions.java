package io.halfshake.cli.check;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.DurationParser;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Options;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code check}, parsed.
 *
 * @param timeout the timeout of each check
 * @param count the number of checks of each target
 * @param maxInFlight the number of checks in flight; null for the library's default
 * @param engine null for the best one present
 * @param file the file of more targets, - for standard input; null if none
 * @param json whether results are JSON Lines
 * @param quiet whether to write only the summary
 * @param targets the targets on the command line
 */
public record CheckOptions(
        Duration timeout,
        long count,
        @Nullable Integer maxInFlight,
        @Nullable String engine,
        @Nullable String file,
        boolean json,
        boolean quiet,
        List<String> targets) {

    private static final long MAX_IN_FLIGHT = 1_000_000;
    private static final long MAX_COUNT = 1_000_000_000_000L;

    /**
     * Converts the values that picocli parsed.
     *
     * @throws CommandException if a value is invalid
     */
    public static CheckOptions from(ParseResult parsed) {
        String inFlight = parsed.matchedOptionValue("-c", null);
        List<String> none = List.of();
        return new CheckOptions(
                DurationParser.parse("-t", parsed.matchedOptionValue("-t", Options.DEFAULT_CHECK_TIMEOUT)),
                Options.number("-n", parsed.matchedOptionValue("-n", "1"), MAX_COUNT),
                inFlight == null ? null : (int) Options.number("-c", inFlight, MAX_IN_FLIGHT),
                EngineOption.from(parsed),
                parsed.matchedOptionValue("-f", null),
                Options.isSet(parsed, "--json"),
                Options.isSet(parsed, "-q"),
                parsed.matchedPositionalValue(0, none));
    }

    void requireTarget(String text) {
        EngineOption.requireTarget(engine, text);
    }

    /** The number of checks; 0 if it depends on the file. */
    long total() {
        return file == null ? targets.size() * count : 0;
    }
}
