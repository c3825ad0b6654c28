package io.halfshake.cli;

import org.jspecify.annotations.Nullable;

/**
 * How much fits on a terminal.
 *
 * @param rows lines, at least 1
 * @param columns characters in a line, at least 1
 */
record TerminalSize(int rows, int columns) {
    /** What terminals had when they were furniture, and what is still assumed of those that do not say. */
    static final TerminalSize USUAL = new TerminalSize(24, 80);

    private static final int MOST = 10_000;

    /** Reads two numbers. Returns null if they are none, or not of a terminal: one that does not know says 0. */
    static @Nullable TerminalSize parse(@Nullable String rows, @Nullable String columns) {
        try {
            int height = Integer.parseInt(rows);
            int width = Integer.parseInt(columns);
            boolean sensible = height >= 1 && width >= 1 && height <= MOST && width <= MOST;
            return sensible ? new TerminalSize(height, width) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
