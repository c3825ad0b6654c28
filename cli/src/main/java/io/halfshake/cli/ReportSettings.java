package io.halfshake.cli;

import org.jspecify.annotations.Nullable;

/**
 * What a run shows, and where.
 *
 * @param format how results are written; null if they are not
 * @param summary where the summary goes
 * @param progress whether to show how far the run is
 * @param total how many checks there will be; 0 if nobody knows
 */
record ReportSettings(@Nullable ResultFormat format, SummaryTo summary, boolean progress, long total) {
    /** Where the summary goes. */
    enum SummaryTo {
        STDOUT,
        STDERR,
        NOWHERE
    }
}
