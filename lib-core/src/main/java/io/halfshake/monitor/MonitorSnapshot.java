package io.halfshake.monitor;

import java.time.Instant;
import java.util.List;

/**
 * All targets of a monitor. Copied one after the other, each as of its own moment.
 *
 * @param at when the snapshot was begun
 * @param stats the monitor's own counters
 * @param targets in the order in which they were added; unmodifiable
 */
public record MonitorSnapshot(Instant at, MonitorStats stats, List<TargetStatus> targets) {}
