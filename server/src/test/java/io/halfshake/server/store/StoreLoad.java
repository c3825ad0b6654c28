package io.halfshake.server.store;

import io.halfshake.DownReason;
import io.halfshake.monitor.OutageHistory.DowntimeTotal;
import io.halfshake.monitor.TargetCheckpoint;
import io.halfshake.monitor.TargetCheckpoint.OpenOutage;
import io.halfshake.monitor.TargetState;
import io.halfshake.server.store.MinuteBuffer.TargetMinute;
import io.halfshake.server.store.MinuteSummary.RoundTrips;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a watcher writes, second by second.
 *
 * @param targets how many there are
 * @param group how many minutes of a target are written together
 */
record StoreLoad(int targets, int group) {
    private static final int SECONDS_PER_MINUTE = 60;

    /** Of a second of a run that began at {@link Stores#START}: one outage begins and one ends, too. */
    Batch batch(int second) {
        Instant now = Stores.START.plusSeconds(second);
        List<HistoryEvent> events =
                List.of(Stores.down(name(second % targets), second), Stores.up(name(second % targets), second + 1));
        List<TargetCheckpoint> checkpoints = new ArrayList<>();
        for (int target = second % SECONDS_PER_MINUTE; target < targets; target += SECONDS_PER_MINUTE) {
            checkpoints.add(checkpoint(name(target), now));
        }
        List<TargetMinute> minutes = new ArrayList<>();
        int cycle = SECONDS_PER_MINUTE * group;
        for (int target = second % cycle; target < targets; target += cycle) {
            for (int minute = 0; minute < group; minute++) {
                minutes.add(new TargetMinute(name(target), summary(Micros.minute(now) - group + minute, target)));
            }
        }
        return new Batch(events, checkpoints, List.of(), minutes, null, now);
    }

    static String name(int target) {
        return "host-" + target + ".example.org:443";
    }

    private static MinuteSummary summary(int minute, int target) {
        long trip = 200 + (minute * 31L + target * 17L) % 800;
        return new MinuteSummary(minute, 12, 0, 0, 0, new RoundTrips(trip, trip + 20, trip + 300, trip + 400));
    }

    private static TargetCheckpoint checkpoint(String target, Instant now) {
        return new TargetCheckpoint(
                target,
                now,
                TargetState.DOWN,
                now.minusSeconds(100),
                now.minusSeconds(1_000),
                now.minusSeconds(1),
                new OpenOutage(Stores.bounds(-200), false, DownReason.TIMED_OUT, Duration.ZERO),
                new DowntimeTotal(3, Duration.ofSeconds(4), Duration.ofSeconds(5)),
                Duration.ofMillis(6));
    }
}
