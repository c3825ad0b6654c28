package io.halfshake.server;

import io.halfshake.server.api.ListedTarget;
import io.halfshake.server.maintenance.Maintenance;
import io.halfshake.server.maintenance.MaintenanceWindow;
import io.halfshake.server.maintenance.OpenWindows;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.function.Predicate;

/** Which maintenance windows are open, and for which targets; nothing where there are no windows. */
final class MaintenanceMetrics implements MultiCollector {
    private final Maintenance maintenance;
    private final TargetNames names;
    private final Predicate<? super String> isChecked;

    MaintenanceMetrics(Maintenance maintenance, TargetNames names) {
        this(maintenance, names, target -> true);
    }

    /** Of the targets only those that this watcher checks: the members that check the others have theirs. */
    MaintenanceMetrics(Maintenance maintenance, TargetNames names, Predicate<? super String> isChecked) {
        this.isChecked = isChecked;
        this.maintenance = maintenance;
        this.names = names;
    }

    @Override
    public MetricSnapshots collect() {
        List<MaintenanceWindow> windows = maintenance.windows();
        if (windows.isEmpty()) {
            return MetricSnapshots.of();
        }
        OpenWindows open = maintenance.open();
        return MetricSnapshots.of(windows(windows, open), targets(open));
    }

    private static GaugeSnapshot windows(List<MaintenanceWindow> windows, OpenWindows open) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("halfshake_maintenance_open")
                .help("1 while the maintenance window is open, else 0");
        for (MaintenanceWindow window : windows) {
            gauge.dataPoint(point(Labels.of("window", window.name()), open.contains(window) ? 1 : 0));
        }
        return gauge.build();
    }

    private GaugeSnapshot targets(OpenWindows open) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder()
                .name("halfshake_target_maintenance")
                .help("1 while a maintenance window is open for the target, else missing");
        if (!open.isEmpty()) {
            for (ListedTarget each : names.after(-1)) {
                if (open.areFor(each.facts()) && isChecked.test(each.target())) {
                    gauge.dataPoint(point(names.labels(each.target()).of(each.target()), 1));
                }
            }
        }
        return gauge.build();
    }

    private static GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }
}
