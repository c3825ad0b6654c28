package io.halfshake.cli;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * What {@code watch} was asked to do.
 *
 * @param interval from one check of a target to the next
 * @param timeout of each check, at most the interval
 * @param rise how many Up results in a row make a target that is down up
 * @param fall how many Down results in a row make a target that is up down
 * @param engine null for the best one present
 * @param length how long to watch at most; null for no end
 * @param untilDown whether a target that is down is the end of it
 * @param untilUp whether the end of an outage is the end of it
 * @param file where more targets are, - for standard input; null if nowhere
 * @param json whether to write JSON Lines
 * @param quiet whether only the report is wanted
 * @param targets those on the command line
 */
record WatchOptions(
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        @Nullable String engine,
        @Nullable Duration length,
        boolean untilDown,
        boolean untilUp,
        @Nullable String file,
        boolean json,
        boolean quiet,
        List<String> targets) {

    static final String DEFAULT_INTERVAL = "1s";
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(10);
    private static final int MOST_IN_A_ROW = 1_000_000;

    /**
     * Reads what picocli recognised.
     *
     * @throws CommandException if a value is not what its option takes
     */
    static WatchOptions from(ParseResult parsed) {
        String intervalText = parsed.matchedOptionValue("-i", DEFAULT_INTERVAL);
        Duration interval = DurationText.parse("-i", intervalText);
        if (interval.compareTo(SHORTEST_INTERVAL) < 0) {
            throw CommandException.wrong("-i", intervalText, "10ms or more");
        }
        String engine = parsed.matchedOptionValue("-e", CheckOptions.AUTO);
        String length = parsed.matchedOptionValue("--for", null);
        List<String> none = List.of();
        return new WatchOptions(
                interval,
                timeout(parsed.matchedOptionValue("-t", null), interval, intervalText),
                (int) CheckOptions.number("--rise", parsed.matchedOptionValue("--rise", "1"), MOST_IN_A_ROW),
                (int) CheckOptions.number("--fall", parsed.matchedOptionValue("--fall", "1"), MOST_IN_A_ROW),
                engine.equals(CheckOptions.AUTO) ? null : engine,
                length == null ? null : DurationText.parse("--for", length),
                Specs.isSet(parsed, "--until-down"),
                Specs.isSet(parsed, "--until-up"),
                parsed.matchedOptionValue("-f", null),
                Specs.isSet(parsed, "--json"),
                Specs.isSet(parsed, "-q"),
                parsed.matchedPositionalValue(0, none));
    }

    private static Duration timeout(@Nullable String text, Duration interval, String intervalText) {
        if (text == null) {
            Duration usual = DurationText.parse("-t", CheckOptions.DEFAULT_TIMEOUT);
            return usual.compareTo(interval) < 0 ? usual : interval;
        }
        Duration timeout = DurationText.parse("-t", text);
        if (timeout.compareTo(interval) > 0) {
            throw CommandException.wrong("-t", text, "at most the interval, -i " + intervalText);
        }
        return timeout;
    }

    /** Whether something is to come true. */
    boolean hasGoal() {
        return untilDown || untilUp;
    }
}
