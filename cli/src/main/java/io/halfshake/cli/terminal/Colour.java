package io.halfshake.cli.terminal;

import io.halfshake.monitor.TargetState;

/** The colour of a word on the terminal (ECMA-48, 8.3.117). */
public enum Colour {
    GREEN("\u001b[32m"),
    RED("\u001b[31m"),
    YELLOW("\u001b[33m");

    private static final String RESET = "\u001b[0m";

    private final String escape;

    Colour(String escape) {
        this.escape = escape;
    }

    public static Colour of(TargetState state) {
        return switch (state) {
            case UP -> GREEN;
            case DOWN -> RED;
            case UNKNOWN -> YELLOW;
        };
    }

    public String apply(String text) {
        return escape + text + RESET;
    }
}
