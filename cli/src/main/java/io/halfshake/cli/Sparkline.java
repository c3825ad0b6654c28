package io.halfshake.cli;

import java.util.List;

/**
 * The last results as a line of little bars. The usual round trip is half a bar: so a steady one is flat wherever it
 * lies, and one that grows stands out.
 */
final class Sparkline {
    private Sparkline() {}

    /**
     * Draws the latest results.
     *
     * @param results as {@link Recent} has them
     * @param width how many at most; of more, the latest
     */
    static String of(List<Integer> results, int width, Glyphs glyphs) {
        int usual = median(results);
        StringBuilder line = new StringBuilder(width);
        for (int result : results.subList(Math.max(0, results.size() - width), results.size())) {
            line.append(sign(result, usual, glyphs));
        }
        return line.toString();
    }

    private static char sign(int result, int usual, Glyphs glyphs) {
        if (result == Recent.DOWN) {
            return glyphs.failed();
        }
        if (result == Recent.UNKNOWN) {
            return glyphs.noIdea();
        }
        int levels = glyphs.levels().length();
        double level = usual == 0 ? levels / 2.0 : Math.rint(levels / 2.0 * result / usual);
        return glyphs.levels().charAt((int) Math.min(levels, Math.max(1, level)) - 1);
    }

    private static int median(List<Integer> results) {
        int[] roundTrips = results.stream()
                .mapToInt(Integer::intValue)
                .filter(result -> result >= 0)
                .sorted()
                .toArray();
        return roundTrips.length == 0 ? 0 : roundTrips[roundTrips.length / 2];
    }
}
