package io.halfshake.server.maintenance;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The windows of the configuration in use. It has no thread: whether one is open is computed when it is asked for. */
public final class Maintenance {
    private final InstantSource clock;
    private volatile List<MaintenanceWindow> windows = List.of();

    /** Also those of before, while targets get other names. */
    private volatile List<MaintenanceWindow> effective = List.of();

    /**
     * Without a window, until {@link #configure}.
     *
     * @param clock the time of day, which may be set back and forth
     */
    public Maintenance(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Uses these windows from now on. While the targets change, those of before are in use too: a target that is in
     * maintenance before and after, by another name or another window, is so all the time. For one thread at a time.
     *
     * @param next each name once
     * @param renaming gives targets their new names; what it throws is thrown
     */
    public void configure(List<MaintenanceWindow> next, Runnable renaming) {
        Set<MaintenanceWindow> both = new LinkedHashSet<>(windows);
        both.addAll(next);
        effective = List.copyOf(both);
        try {
            renaming.run();
        } finally {
            windows = List.copyOf(next);
            effective = windows;
        }
    }

    /**
     * All of them, open or not.
     *
     * @return in the order of the file; immutable
     */
    public List<MaintenanceWindow> windows() {
        return windows;
    }

    /**
     * Those that are open.
     *
     * @return as of now
     */
    public OpenWindows open() {
        List<MaintenanceWindow> all = effective;
        if (all.isEmpty()) {
            return OpenWindows.none();
        }
        Instant now = clock.instant();
        List<OpenWindow> open = new ArrayList<>();
        for (MaintenanceWindow window : all) {
            Instant until = window.schedule().endAt(now);
            if (until != null) {
                open.add(new OpenWindow(window, until));
            }
        }
        return new OpenWindows(open);
    }

    /**
     * The time by which windows are open.
     *
     * @return this moment
     */
    public Instant now() {
        return clock.instant();
    }

    /**
     * Whether the windows in use now were open for a target from one moment until another, without a gap.
     *
     * @param target as it is called now
     * @param from on the clock
     * @param until on the clock
     * @return false also if none was open at {@code from}
     */
    public boolean wasOpen(TargetFacts target, Instant from, Instant until) {
        // Each end is later than the one before.
        Instant end = endAt(target, from);
        while (end != null && !end.isAfter(until)) {
            end = endAt(target, end);
        }
        return end != null;
    }

    /** The latest end of those that are open for it at a moment; null if none is. */
    private @Nullable Instant endAt(TargetFacts target, Instant moment) {
        Instant latest = null;
        for (MaintenanceWindow each : effective) {
            Instant end = each.isFor(target) ? each.schedule().endAt(moment) : null;
            latest = end == null || (latest != null && latest.isAfter(end)) ? latest : end;
        }
        return latest;
    }

    /**
     * Whether one of the windows in use now was open for a target at another moment.
     *
     * @param target as it is called now
     * @param moment on the clock
     * @return true if the target was in maintenance
     */
    public boolean wasOpen(TargetFacts target, Instant moment) {
        // The target first: that is quicker than the calendar, and there may be a window for each.
        return effective.stream()
                .anyMatch(each -> each.isFor(target) && each.schedule().endAt(moment) != null);
    }
}
