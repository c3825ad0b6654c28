package io.halfshake.cli.report;

import io.halfshake.EngineReport;
import io.halfshake.monitor.MonitorSnapshot;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a report is made of.
 *
 * @param snapshot the monitor's state at the end
 * @param engine the engine of the checks
 * @param badLines the number of invalid lines in the file of targets
 * @param startNanos the start on the monitor's clock
 * @param endNanos the moment of the snapshot on the monitor's clock
 * @param zone the time zone for display
 * @param machine the name of the machine that measured
 * @param system the versions of the programs and of the operating system there
 * @param settings what the watch was started with: name and value, in the order of display
 */
public record ReportFacts(
        MonitorSnapshot snapshot,
        EngineReport engine,
        long badLines,
        long startNanos,
        long endNanos,
        ZoneId zone,
        String machine,
        String system,
        Map<String, String> settings) {

    TimeScale time() {
        return new TimeScale(
                startNanos, endNanos, snapshot.at(), zone.getRules().getOffset(snapshot.at()));
    }
}
