package io.halfshake.cluster;

import io.halfshake.monitor.TargetState;
import org.jspecify.annotations.Nullable;

/**
 * What is committed of a target. There are as many of these as targets, hence no more in it than this: 40 bytes, beside
 * 40 of the map and those of the text. The settings are shared by all targets that have the same.
 *
 * @param settings in {@link SettingsFormat}
 * @param sequence that of its last change, or from when it was added
 * @param since the first answer that showed its state, or when it was added, in nanoseconds of the cluster's time
 * @param outage null unless it is down
 */
record TargetEntry(
        Bytes settings,
        TargetState state,
        long sequence,
        long since,
        @Nullable OpenOutage outage) {
    static TargetEntry added(Bytes settings, long sequence, long time) {
        return new TargetEntry(settings, TargetState.UNKNOWN, sequence, time, null);
    }

    TargetEntry changed(CommittedChange change) {
        OpenOutage opened = change.to() == TargetState.DOWN
                ? new OpenOutage(
                        change.at(),
                        change.earliest(),
                        change.latest(),
                        change.from() == TargetState.UNKNOWN,
                        change.evidence())
                : null;
        return new TargetEntry(settings, change.to(), change.id().sequence(), change.latest(), opened);
    }
}
