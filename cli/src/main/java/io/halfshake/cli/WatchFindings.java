package io.halfshake.cli;

import io.halfshake.EngineReport;
import io.halfshake.monitor.MonitorSnapshot;
import io.halfshake.monitor.TargetStatus;

/**
 * What there is to report at the end.
 *
 * @param snapshot the monitor's books
 * @param engine what asked
 * @param badLines how many lines of the file were no target
 */
record WatchFindings(MonitorSnapshot snapshot, EngineReport engine, long badLines) {

    /** What the shell is told of them, if nothing in particular was waited for. */
    int exitStatus() {
        if (badLines > 0) {
            return ExitStatus.USAGE;
        }
        if (snapshot.targets().stream().anyMatch(WatchFindings::hadOutage)) {
            return ExitStatus.SOME_DOWN;
        }
        boolean allKnown =
                snapshot.targets().stream().allMatch(status -> status.ledger().observedFrom() != null);
        return allKnown ? ExitStatus.ALL_UP : ExitStatus.SOME_UNKNOWN;
    }

    static boolean hadOutage(TargetStatus status) {
        return status.ledger().downtime().outages() > 0;
    }
}
