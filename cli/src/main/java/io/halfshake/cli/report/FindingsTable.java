package io.halfshake.cli.report;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.cli.terminal.Texts;
import io.halfshake.monitor.CheckCounts;
import java.util.Map;

/** What the checks of a target found: the number of each result, and its meaning. */
final class FindingsTable {
    private final Html html;
    private final long all;

    private FindingsTable(Html html, CheckCounts counts) {
        this.html = html;
        this.all = counts.up() + counts.downs() + counts.unknowns();
    }

    static void write(Html html, CheckCounts counts) {
        new FindingsTable(html, counts).write(counts);
    }

    private void write(CheckCounts counts) {
        Tables.start(html, "Findings", "Finding", "Checks", "Share", "Meaning");
        row("up", counts.up(), "the target answered");
        for (Map.Entry<DownReason, Long> down : counts.down().entrySet()) {
            row("down: " + Texts.words(down.getKey()), down.getValue(), meaning(down.getKey()));
        }
        for (Map.Entry<UnknownReason, Long> unknown : counts.unknown().entrySet()) {
            row("unknown: " + Texts.words(unknown.getKey()), unknown.getValue(), meaning(unknown.getKey()));
        }
        if (counts.held() > 0) {
            row(
                    "of those down, unobserved",
                    counts.held(),
                    "does not count: the measuring process was paused, or its own network was in doubt");
        }
        Tables.end(html);
    }

    private void row(String finding, long count, String meaning) {
        String share = all == 0 ? Words.NONE : Words.share((double) count / all);
        Tables.row(html, finding, Words.number(count), share, meaning);
    }

    private static String meaning(DownReason reason) {
        return switch (reason) {
            case REFUSED -> "the host answered that the port is closed";
            case TIMED_OUT -> "no answer within the time limit";
            case UNREACHABLE -> "the network answered that the host or the port cannot be reached";
        };
    }

    private static String meaning(UnknownReason reason) {
        return switch (reason) {
            case UNRESOLVED -> "the name had no address, or none was found in time";
            case SATURATED -> "too many checks were in flight, and this one waited too long";
            case NO_DESCRIPTORS -> "no file descriptor was free on the measuring machine";
            case NO_LOCAL_PORT -> "no local port was free on the measuring machine";
            case NOT_PERMITTED -> "the measuring machine did not permit it, for instance by a firewall rule";
            case NO_ROUTE -> "the measuring machine had no route to the address";
            case STALLED -> "the measuring process was paused";
            case INTERRUPTED, CHECKER_CLOSED -> "the check was ended early";
            case LOCAL_FAILURE -> "another failure on the measuring machine";
        };
    }
}
