package io.halfshake.cli.terminal;

import java.util.Map;

/**
 * The symbols that a terminal can show.
 *
 * @param bars from low to high
 * @param failed a failed check
 * @param unknown an inconclusive check
 * @param ellipsis for omitted text
 * @param plusMinus before a tolerance
 */
public record Symbols(String bars, char failed, char unknown, String ellipsis, String plusMinus) {
    public static final Symbols UNICODE =
            new Symbols("\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", '\u00d7', '?', "\u2026", "\u00b1");
    public static final Symbols ASCII = new Symbols("_.-:=+*#", '!', '?', "...", "+/-");

    /** The symbols that the locale supports: as in POSIX, the first of three variables that is set decides. */
    public static Symbols of(Map<String, String> environment) {
        for (String name : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = environment.getOrDefault(name, "");
            if (!locale.isEmpty()) {
                String letters = locale.replace("-", "");
                return letters.regionMatches(true, letters.indexOf('.') + 1, "utf8", 0, 4) ? UNICODE : ASCII;
            }
        }
        return ASCII;
    }
}
