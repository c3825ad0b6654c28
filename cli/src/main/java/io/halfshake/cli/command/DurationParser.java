package io.halfshake.cli.command;

import io.halfshake.cli.terminal.Texts;
import io.halfshake.internal.Durations;
import java.time.Duration;

/** Parses durations of the command line: {@code 500ms}, {@code 2s}, {@code 1m}. */
public final class DurationParser {
    private DurationParser() {}

    public static Duration parse(String name, String text) {
        try {
            return Durations.parse(name, text);
        } catch (IllegalArgumentException e) {
            throw new CommandException(Texts.cause(e));
        }
    }
}
