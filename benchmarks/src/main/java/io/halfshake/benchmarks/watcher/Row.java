package io.halfshake.benchmarks.watcher;

import java.util.Locale;

/**
 * A minute of the watcher.
 *
 * @param minute 1 for the first
 * @param checks that ended in it
 * @param skipped checks that were due and not made
 * @param overdue checks that were abandoned
 * @param cpuMicrosPerCheck user and system time of the process
 * @param size at its end
 * @param scrapeMillis the slowest scrape
 * @param reloadMillis from the request to the answer
 */
record Row(
        int minute,
        long checks,
        long skipped,
        long overdue,
        double cpuMicrosPerCheck,
        ProcessSize size,
        double scrapeMillis,
        double reloadMillis) {
    static final String HEAD = """
            | minute | checks | skipped | overdue | CPU, us a check | resident, MiB | descriptors | threads | slowest scrape, ms | reload, ms |
            |---|---|---|---|---|---|---|---|---|---|
            """;

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "| %d | %,d | %d | %d | %.1f | %d | %d | %d | %.0f | %.0f |",
                minute,
                checks,
                skipped,
                overdue,
                cpuMicrosPerCheck,
                size.residentKibibytes() / 1024,
                size.descriptors(),
                size.threads(),
                scrapeMillis,
                reloadMillis);
    }
}
