package io.halfshake.cli.watch;

import io.halfshake.cli.terminal.Symbols;
import java.util.List;

/**
 * Recent results as a line of small bars. The median round trip has half height: a steady one is flat whatever its
 * length, and one that grows stands out.
 */
final class Sparkline {
    private Sparkline() {}

    /**
     * Draws the latest results.
     *
     * @param results in the form of {@link RecentResults}
     * @param width the maximum number of results, the latest ones
     */
    static String of(List<Integer> results, int width, Symbols symbols) {
        int median = median(results);
        StringBuilder line = new StringBuilder(width);
        for (int result : results.subList(Math.max(0, results.size() - width), results.size())) {
            line.append(symbol(result, median, symbols));
        }
        return line.toString();
    }

    private static char symbol(int result, int median, Symbols symbols) {
        if (result == RecentResults.DOWN) {
            return symbols.failed();
        }
        if (result == RecentResults.UNKNOWN) {
            return symbols.unknown();
        }
        int levels = symbols.bars().length();
        double level = median == 0 ? levels / 2.0 : Math.rint(levels / 2.0 * result / median);
        return symbols.bars().charAt((int) Math.min(levels, Math.max(1, level)) - 1);
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
