package io.halfshake.cli;

import io.halfshake.CheckResult;
import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines for people: when, from what to what, and the evidence. */
final class WatchText implements WatchFormat {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT);
    /** As long as "unknown -> down". */
    private static final int CHANGE_WIDTH = 15;

    private final ZoneId zone;
    private final boolean colours;
    private final Glyphs glyphs;
    private boolean wrote;

    WatchText(ZoneId zone, boolean colours, Glyphs glyphs) {
        this.zone = zone;
        this.colours = colours;
        this.glyphs = glyphs;
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
                outage == null ? words : words + "; was down for " + outage.words());
    }

    @Override
    public String unknown(Instant at, CheckResult.Unknown result) {
        String state = Texts.name(State.UNKNOWN);
        return line(
                at,
                coloured(State.UNKNOWN, state) + " ".repeat(CHANGE_WIDTH - state.length()),
                Texts.visible(result.describe()));
    }

    private String line(Instant at, String change, String words) {
        wrote = true;
        return MOMENT.format(at.atZone(zone)) + "  " + change + "  " + words + "\n";
    }

    private String coloured(State state, String text) {
        return colours ? Colour.of(state).on(text) : text;
    }

    @Override
    public String report(WatchFindings findings) {
        return (wrote ? "\n" : "") + WatchReport.of(findings, zone, glyphs);
    }
}
