package io.halfshake.monitor;

import java.time.Duration;

/**
 * A monitor's counters since it was built. Read one after the other while it works, so that sums may be off by the
 * checks of that moment.
 *
 * @param targets how many are watched
 * @param up how many of them are up
 * @param down how many of them are down
 * @param inFlight checks being asked now
 * @param started checks started
 * @param skipped checks that were due and not made, because the process stood still or the check before took too long
 * @param overdue checks that did not end within their timeout and the checker's grace, and were given up as Unknown
 * @param stalls how often the monitor's own schedule was late by more than a quarter of a second, now included
 * @param stalled how long it was late in all
 * @param failedListeners calls of listeners that threw
 * @param droppedTransitions transitions that a listener was not told, because 100,000 were waiting for it already; the
 *     first one is logged too
 */
public record MonitorStats(
        int targets,
        int up,
        int down,
        int inFlight,
        long started,
        long skipped,
        long overdue,
        long stalls,
        Duration stalled,
        long failedListeners,
        long droppedTransitions) {

    /**
     * How many targets are neither up nor down.
     *
     * @return zero or more
     */
    public int unknown() {
        return Math.max(0, targets - up - down);
    }
}
