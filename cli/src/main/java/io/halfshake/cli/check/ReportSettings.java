package io.halfshake.cli.check;

import io.halfshake.cli.result.ResultFormat;
import org.jspecify.annotations.Nullable;

/**
 * The output of a run: what, and where.
 *
 * @param format the format of results; null to write none
 * @param summary the destination of the summary
 * @param statusLine whether to show the status line
 * @param total the number of checks; 0 if unknown
 */
record ReportSettings(@Nullable ResultFormat format, SummaryTo summary, boolean statusLine, long total) {
    /** The destination of the summary. */
    enum SummaryTo {
        STDOUT,
        STDERR,
        NONE
    }
}
