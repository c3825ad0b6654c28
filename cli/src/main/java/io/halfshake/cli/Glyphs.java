package io.halfshake.cli;

import java.util.Map;

/**
 * The signs that a terminal can show.
 *
 * @param levels from low to high
 * @param failed a check that found its target down
 * @param noIdea a check that could not tell
 * @param ellipsis where something was left out
 * @param plusMinus before a number that is off either way
 */
record Glyphs(String levels, char failed, char noIdea, String ellipsis, String plusMinus) {
    static final Glyphs UNICODE =
            new Glyphs("\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588", '\u00d7', '?', "\u2026", "\u00b1");
    static final Glyphs ASCII = new Glyphs("_.-:=+*#", '!', '?', "...", "+/-");

    /** What the locale allows, as in POSIX: the first of three variables that says anything. */
    static Glyphs of(Map<String, String> environment) {
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
