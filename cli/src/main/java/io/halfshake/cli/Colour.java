package io.halfshake.cli;

import io.halfshake.monitor.State;

/** What a word on the terminal is drawn in (ECMA-48, 8.3.117). */
enum Colour {
    GREEN("\u001b[32m"),
    RED("\u001b[31m"),
    YELLOW("\u001b[33m");

    private static final String PLAIN = "\u001b[0m";

    private final String escape;

    Colour(String escape) {
        this.escape = escape;
    }

    static Colour of(State state) {
        return switch (state) {
            case UP -> GREEN;
            case DOWN -> RED;
            case UNKNOWN -> YELLOW;
        };
    }

    String on(String text) {
        return escape + text + PLAIN;
    }
}
