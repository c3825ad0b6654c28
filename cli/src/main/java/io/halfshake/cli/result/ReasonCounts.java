package io.halfshake.cli.result;

import io.halfshake.cli.terminal.Texts;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The number of results for each reason, in words. */
public final class ReasonCounts {
    private ReasonCounts() {}

    /** {@code " (2 refused, 1 timed out)"}; empty if there is no reason. */
    public static String text(Map<? extends Enum<?>, Long> counts) {
        StringJoiner reasons = new StringJoiner(", ", " (", ")").setEmptyValue("");
        counts.forEach(
                (reason, count) -> reasons.add(String.format(Locale.ROOT, "%,d %s", count, Texts.words(reason))));
        return reasons.toString();
    }
}
