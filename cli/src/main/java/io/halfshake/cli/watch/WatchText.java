package io.halfshake.cli.watch;

import io.halfshake.CheckResult;
import io.halfshake.cli.terminal.Colour;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.Blindness;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Output as lines of text: time, transition, and evidence. */
final class WatchText implements WatchFormat {
    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    /** As long as "unknown -> down". */
    private static final int CHANGE_WIDTH = 15;

    private final ZoneId zone;
    private final boolean colours;
    private final Symbols symbols;
    private boolean wrote;

    WatchText(ZoneId zone, boolean colours, Symbols symbols) {
        this.zone = zone;
        this.colours = colours;
        this.symbols = symbols;
    }

    @Override
    public String transition(Transition transition, @Nullable OutageLength outage) {
        String to = Texts.name(transition.to());
        String from = Texts.name(transition.from()) + " -> ";
        int spaces = CHANGE_WIDTH - from.length() - to.length();
        String words = Texts.visible(transition.evidence().describe());
        return line(
                transition.at(),
                from + coloured(transition.to(), to) + " ".repeat(spaces),
                outage == null ? words : words + "; was down for " + outage.describe());
    }

    @Override
    public String unknown(Instant at, CheckResult.Unknown result) {
        String state = Texts.name(TargetState.UNKNOWN);
        return line(
                at,
                coloured(TargetState.UNKNOWN, state) + " ".repeat(CHANGE_WIDTH - state.length()),
                Texts.visible(result.describe()));
    }

    @Override
    public String blindness(Instant at, Blindness blindness) {
        OutageLength length = OutageLength.of(blindness);
        String words = length == null
                ? doubt(blindness) + "; silence of targets does not count; " + silent(blindness)
                : "works again: " + responding(blindness) + "; was in doubt for " + length.describe();
        return line(at, "own network    ", words);
    }

    /** What is said of the own network during a blindness. */
    static String doubt(Blindness blindness) {
        return "in doubt: " + responding(blindness) + " (expected " + blindness.quorum() + ")";
    }

    private static String responding(Blindness blindness) {
        return blindness.responding() + " of " + blindness.witnesses().size() + " witnesses respond";
    }

    private static String silent(Blindness blindness) {
        return blindness.witnesses().values().stream()
                .filter(result -> !result.hostResponded())
                .map(result -> Texts.visible(result.describe()))
                .collect(Collectors.joining("; "));
    }

    private String line(Instant at, String change, String words) {
        wrote = true;
        return DATE_TIME.format(at.atZone(zone)) + "  " + change + "  " + words + "\n";
    }

    private String coloured(TargetState state, String text) {
        return colours ? Colour.of(state).apply(text) : text;
    }

    @Override
    public String report(WatchFindings findings) {
        return (wrote ? "\n" : "") + WatchReport.of(findings, zone, symbols);
    }
}
