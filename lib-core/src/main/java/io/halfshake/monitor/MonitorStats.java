package io.halfshake.monitor;

import java.time.Duration;

/**
 * A monitor's counters since it was built. Each is read on its own while the monitor works, so that sums may be off by
 * the checks of that moment. All but the first four and {@code waitingTransitions} never decrease, also when targets or
 * listeners are removed. Checks of {@linkplain MonitorBuilder#witnesses witnesses} are not counted.
 *
 * @param targets how many are monitored
 * @param up how many of them are up
 * @param down how many of them are down
 * @param inFlight checks without a result yet
 * @param started checks started
 * @param checks what the checks of all targets found
 * @param roundTrips how many round trips {@code roundTripSum} consists of: those of Up results
 * @param roundTripSum all of these round trips added
 * @param transitionsUp how often a target's state became up
 * @param transitionsDown how often a target's state became down
 * @param skipped checks that were due and not made, because the process was stalled or the check before took too long
 * @param overdue checks that did not end within their timeout and the checker's grace, and were abandoned as Unknown
 * @param stalls how often the monitor's own schedule was late by more than a quarter of a second, now included
 * @param stalled how long it was late in all
 * @param blindnesses how often too few witnesses responded, now included
 * @param blind for how long in all, from the end of the round that lost the quorum to the moment at which it responded
 * @param failedListeners calls of listeners that threw
 * @param waitingTransitions transitions that listeners have yet to receive; none is dropped, so that those of a
 *     listener that hangs stay in memory, and a warning is logged once when 100,000 wait for one
 * @param droppedResults results that a listener did not receive, because 100,000 were waiting for it already
 */
public record MonitorStats(
        int targets,
        int up,
        int down,
        int inFlight,
        long started,
        CheckCounts checks,
        long roundTrips,
        Duration roundTripSum,
        long transitionsUp,
        long transitionsDown,
        long skipped,
        long overdue,
        long stalls,
        Duration stalled,
        long blindnesses,
        Duration blind,
        long failedListeners,
        long waitingTransitions,
        long droppedResults) {

    /**
     * How many targets are neither up nor down.
     *
     * @return zero or more
     */
    public int unknown() {
        return Math.max(0, targets - up - down);
    }
}
