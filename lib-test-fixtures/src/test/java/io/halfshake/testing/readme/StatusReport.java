package io.halfshake.testing.readme;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorStats;
import io.halfshake.monitor.Outage;
import io.halfshake.monitor.OutageHistory.UptimeRange;
import io.halfshake.monitor.TargetStatus;
import java.time.Duration;

class StatusReport {
    static void print(Monitor monitor, String target) {
        MonitorStats stats = monitor.stats();
        System.out.println(stats.up() + " up, " + stats.down() + " down, " + stats.unknown() + " unknown");
        System.out.println(
                "checks without a finding, by reason: " + stats.checks().unknown());

        monitor.forEachTarget(each -> System.out.println(each.target() + " is " + each.state()));

        TargetStatus status = monitor.status(target);
        if (status == null) {
            return; // not monitored
        }
        System.out.println(target + " is " + status.state() + " since " + status.since());
        System.out.println("loss " + status.counts().loss() + ", round trips " + status.roundTrips());
        for (Outage outage : status.outageHistory().outages()) {
            System.out.println("down for " + outage.shortest() + " to " + outage.longest() + ": " + outage.reason());
        }
        UptimeRange uptime = status.outageHistory().availability(Duration.ofDays(1));
        System.out.println("up for " + uptime.lower() + " to " + uptime.upper() + " of the time from " + uptime.from());
    }
}
