package io.halfshake.cli.terminal;

import org.jspecify.annotations.Nullable;

/**
 * The size of a terminal.
 *
 * @param rows lines, at least 1
 * @param columns characters in a line, at least 1
 */
public record TerminalSize(int rows, int columns) {
    /** The traditional size, assumed for terminals that do not report theirs. */
    public static final TerminalSize DEFAULT = new TerminalSize(24, 80);

    private static final int MAX = 10_000;

    /** Parses two numbers. Returns null if they are invalid; 0 means that the terminal does not know its size. */
    static @Nullable TerminalSize parse(@Nullable String rows, @Nullable String columns) {
        try {
            int height = Integer.parseInt(rows);
            int width = Integer.parseInt(columns);
            boolean sensible = height >= 1 && width >= 1 && height <= MAX && width <= MAX;
            return sensible ? new TerminalSize(height, width) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
