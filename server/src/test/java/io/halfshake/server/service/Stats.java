package io.halfshake.server.service;

import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.MonitorStats;
import java.time.Duration;
import java.util.Map;

/** Counters of a monitor whose schedule is as late as a test says. */
final class Stats {
    private long stalls;
    private Duration stalled = Duration.ZERO;

    /** The schedule is late, for the first time or again. */
    void beginStall(Duration length) {
        stalls++;
        goOnStalling(length);
    }

    void goOnStalling(Duration length) {
        stalled = stalled.plus(length);
    }

    MonitorStats get() {
        CheckCounts checks = new CheckCounts(0, Map.of(), Map.of(), 0);
        return new MonitorStats(
                1, 0, 0, 0, 0, checks, 0, Duration.ZERO, 0, 0, 0, 0, stalls, stalled, 0, Duration.ZERO, 0, 0, 0);
    }
}
