package io.halfshake.server.maintenance;

import java.util.List;

/**
 * The windows that are open at one moment.
 *
 * @param windows in the order of the file; immutable
 */
public record OpenWindows(List<OpenWindow> windows) {
    private static final OpenWindows NONE = new OpenWindows(List.of());

    /** Copies the list. */
    public OpenWindows {
        windows = List.copyOf(windows);
    }

    /**
     * No windows.
     *
     * @return always the same
     */
    public static OpenWindows none() {
        return NONE;
    }

    /**
     * Whether there are none.
     *
     * @return true if no target is in maintenance
     */
    public boolean isEmpty() {
        return windows.isEmpty();
    }

    /**
     * Those for a target.
     *
     * @param target as it is called now
     * @return in the order of the file; empty if it is not in maintenance
     */
    public List<OpenWindow> of(TargetFacts target) {
        return windows.isEmpty()
                ? windows
                : windows.stream().filter(each -> each.window().isFor(target)).toList();
    }

    /**
     * Whether one is for a target.
     *
     * @param target as it is called now
     * @return true if it is in maintenance
     */
    public boolean areFor(TargetFacts target) {
        return windows.stream().anyMatch(each -> each.window().isFor(target));
    }

    /**
     * Whether one is for all targets, and for the watcher's own network with them.
     *
     * @return true if one selects no target in particular
     */
    public boolean areForAll() {
        return windows.stream().anyMatch(each -> each.window().isForAll());
    }

    /**
     * Whether a window is open.
     *
     * @param window as it is configured
     * @return true if it is among these
     */
    public boolean contains(MaintenanceWindow window) {
        return windows.stream().anyMatch(each -> each.window().equals(window));
    }
}
