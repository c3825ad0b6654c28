package io.halfshake.cli.watch;

import io.halfshake.EngineReport;
import io.halfshake.cli.command.ExitStatus;
import io.halfshake.monitor.MonitorSnapshot;
import io.halfshake.monitor.TargetStatus;

/**
 * The findings of a watch, for the report at the end.
 *
 * @param snapshot the monitor's state
 * @param engine the engine of the checks
 * @param badLines the number of invalid lines in the file
 */
record WatchFindings(MonitorSnapshot snapshot, EngineReport engine, long badLines) {

    /** The exit status without a stop condition. */
    int exitStatus() {
        if (badLines > 0) {
            return ExitStatus.ERROR;
        }
        if (snapshot.targets().stream().anyMatch(WatchFindings::hadOutage)) {
            return ExitStatus.SOME_DOWN;
        }
        boolean allKnown = snapshot.targets().stream()
                .allMatch(status -> status.outageHistory().observedFrom() != null);
        return allKnown ? ExitStatus.ALL_UP : ExitStatus.SOME_UNKNOWN;
    }

    static boolean hadOutage(TargetStatus status) {
        return status.outageHistory().downtime().outages() > 0;
    }
}
