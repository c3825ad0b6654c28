package io.halfshake.cli.watch;

import io.halfshake.cli.command.CommandException;
import io.halfshake.cli.command.DurationParser;
import io.halfshake.cli.command.EngineOption;
import io.halfshake.cli.command.Options;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code watch}, parsed.
 *
 * @param interval the interval between checks of a target
 * @param timeout the timeout of each check, at most the interval
 * @param rise the number of Up results in a row after which a target that was down is up
 * @param fall the number of Down results in a row after which a target that was up is down
 * @param witnesses addresses that are expected to respond always; empty for none
 * @param quorum how many of them have to respond for silence of a target to count
 * @param engine null for the best one present
 * @param duration the maximum time to watch; null for no limit
 * @param untilDown whether to end when a target is down
 * @param untilUp whether to end when an outage ends
 * @param file the file of more targets, - for standard input; null if none
 * @param json whether to write JSON Lines
 * @param quiet whether to write only the report
 * @param report the file of the report for browsers; null for none
 * @param targets the targets on the command line
 */
public record WatchOptions(
        Duration interval,
        Duration timeout,
        int rise,
        int fall,
        List<String> witnesses,
        int quorum,
        @Nullable String engine,
        @Nullable Duration duration,
        boolean untilDown,
        boolean untilUp,
        @Nullable String file,
        boolean json,
        boolean quiet,
        @Nullable String report,
        List<String> targets) {

    static final String DEFAULT_INTERVAL = "1s";
    private static final Duration MIN_INTERVAL = Duration.ofMillis(10);
    private static final int MAX_IN_A_ROW = 1_000_000;

    /**
     * Converts the values that picocli parsed.
     *
     * @throws CommandException if a value is invalid
     */
    public static WatchOptions from(ParseResult parsed) {
        String intervalText = parsed.matchedOptionValue("-i", DEFAULT_INTERVAL);
        Duration interval = DurationParser.parse("-i", intervalText);
        if (interval.compareTo(MIN_INTERVAL) < 0) {
            throw CommandException.invalid("-i", intervalText, "10ms or more");
        }
        String duration = parsed.matchedOptionValue("--for", null);
        List<String> none = List.of();
        List<String> witnesses = parsed.matchedOptionValue("--witness", none);
        return new WatchOptions(
                interval,
                timeout(parsed.matchedOptionValue("-t", null), interval, intervalText),
                (int) Options.number("--rise", parsed.matchedOptionValue("--rise", "1"), MAX_IN_A_ROW),
                (int) Options.number("--fall", parsed.matchedOptionValue("--fall", "1"), MAX_IN_A_ROW),
                witnesses,
                quorum(parsed.matchedOptionValue("--quorum", null), witnesses),
                EngineOption.from(parsed),
                duration == null ? null : DurationParser.parse("--for", duration),
                Options.isSet(parsed, "--until-down"),
                Options.isSet(parsed, "--until-up"),
                parsed.matchedOptionValue("-f", null),
                Options.isSet(parsed, "--json"),
                Options.isSet(parsed, "-q"),
                parsed.matchedOptionValue("--report", null),
                parsed.matchedPositionalValue(0, none));
    }

    private static Duration timeout(@Nullable String text, Duration interval, String intervalText) {
        if (text == null) {
            Duration standard = DurationParser.parse("-t", Options.DEFAULT_CHECK_TIMEOUT);
            return standard.compareTo(interval) < 0 ? standard : interval;
        }
        Duration timeout = DurationParser.parse("-t", text);
        if (timeout.compareTo(interval) > 0) {
            throw CommandException.invalid("-t", text, "at most the interval, -i " + intervalText);
        }
        return timeout;
    }

    private static int quorum(@Nullable String text, List<String> witnesses) {
        Set<String> distinct = new HashSet<>();
        for (String witness : witnesses) {
            if (!distinct.add(witness)) {
                throw CommandException.invalid("--witness", witness, "each witness once");
            }
        }
        if (text == null) {
            return 1;
        }
        if (witnesses.isEmpty()) {
            throw CommandException.invalid("--quorum", text, "a --witness beside it");
        }
        return (int) Options.number("--quorum", text, witnesses.size());
    }

    /** Whether there is a condition that ends the watch. */
    boolean hasStopCondition() {
        return untilDown || untilUp;
    }
}
