package io.halfshake.cli;

import io.halfshake.Target;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What {@code check} was asked to do.
 *
 * @param timeout of each check
 * @param count how often each target is checked
 * @param maxInFlight how many checks at once; null for the library's default
 * @param engine null for the best one present
 * @param file where more targets are, - for standard input; null if nowhere
 * @param json whether results are JSON Lines
 * @param quiet whether only the summary is wanted
 * @param targets those on the command line
 */
record CheckOptions(
        Duration timeout,
        long count,
        @Nullable Integer maxInFlight,
        @Nullable String engine,
        @Nullable String file,
        boolean json,
        boolean quiet,
        List<String> targets) {

    static final String DEFAULT_TIMEOUT = "500ms";
    static final String AUTO = "auto";
    static final String ECHO = "echo";
    private static final long MOST_IN_FLIGHT = 1_000_000;
    private static final long MOST_COUNT = 1_000_000_000_000L;

    /**
     * Reads what picocli recognised.
     *
     * @throws CommandException if a value is not what its option takes
     */
    static CheckOptions from(ParseResult parsed) {
        String inFlight = parsed.matchedOptionValue("-c", null);
        String engine = parsed.matchedOptionValue("-e", AUTO);
        List<String> none = List.of();
        return new CheckOptions(
                DurationText.parse("-t", parsed.matchedOptionValue("-t", DEFAULT_TIMEOUT)),
                number("-n", parsed.matchedOptionValue("-n", "1"), MOST_COUNT),
                inFlight == null ? null : (int) number("-c", inFlight, MOST_IN_FLIGHT),
                engine.equals(AUTO) ? null : engine,
                parsed.matchedOptionValue("-f", null),
                Specs.isSet(parsed, "--json"),
                Specs.isSet(parsed, "-q"),
                parsed.matchedPositionalValue(0, none));
    }

    /**
     * Reads a number.
     *
     * @throws CommandException if it is not from 1 to {@code most}
     */
    static long number(String name, String text, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same rule was broken.
        }
        throw CommandException.wrong(name, text, "a whole number from 1 to " + most);
    }

    /**
     * Checks that a text is a target of the engine: only the engine {@code echo} asks hosts without a port.
     *
     * @throws IllegalArgumentException if it is not; its message carries the rule
     */
    void requireTarget(String text) {
        requireTarget(engine, text);
    }

    static void requireTarget(@Nullable String engine, String text) {
        if (ECHO.equals(engine)) {
            Target.parseHost(text);
        } else {
            Target.parse(text);
        }
    }

    /** How many checks there will be, or 0 if only the end of the file will tell. */
    long total() {
        return file == null ? targets.size() * count : 0;
    }
}
