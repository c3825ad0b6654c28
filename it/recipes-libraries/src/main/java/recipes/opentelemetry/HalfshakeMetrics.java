package recipes.opentelemetry;

import io.halfshake.CheckResult;
import io.halfshake.Target;
import io.halfshake.monitor.CheckCounts;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.List;
import java.util.Locale;

/** What a monitor finds, as metrics of OpenTelemetry. Close it to remove them. */
public final class HalfshakeMetrics implements MonitorListener, AutoCloseable {
    private static final List<Double> SECONDS = List.of(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0);

    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("halfshake.target.state");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("halfshake.result");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Monitor monitor;
    private final DoubleHistogram roundTrip;
    private final List<AutoCloseable> callbacks;

    public HalfshakeMetrics(Meter meter, Monitor monitor) {
        this.monitor = monitor;
        roundTrip = meter.histogramBuilder("halfshake.check.round_trip")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
        callbacks = List.of(
                meter.upDownCounterBuilder("halfshake.target.status")
                        .setUnit("{target}")
                        .buildWithCallback(this::observeTargets),
                meter.counterBuilder("halfshake.checks").setUnit("{check}").buildWithCallback(this::observeChecks));
        monitor.addListener(this);
    }

    private void observeTargets(ObservableLongMeasurement measurement) {
        monitor.forEachTarget(each -> {
            Target target = Target.parse(each.target());
            for (TargetState state : TargetState.values()) {
                measurement.record(
                        state == each.state() ? 1 : 0,
                        Attributes.of(ADDRESS, target.host(), PORT, (long) target.port(), STATE, lowerCase(state)));
            }
        });
    }

    private void observeChecks(ObservableLongMeasurement measurement) {
        CheckCounts checks = monitor.stats().checks();
        measurement.record(checks.up(), Attributes.of(RESULT, "up"));
        checks.down()
                .forEach((reason, count) ->
                        measurement.record(count, Attributes.of(RESULT, "down", ERROR, lowerCase(reason))));
        checks.unknown()
                .forEach((reason, count) ->
                        measurement.record(count, Attributes.of(RESULT, "unknown", ERROR, lowerCase(reason))));
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void onResult(TargetResult found) {
        if (found.result() instanceof CheckResult.Up up) {
            roundTrip.record(up.roundTrip().toNanos() / 1e9);
        }
    }

    @Override
    public void onTransition(Transition change) {}

    @Override
    public void close() throws Exception {
        monitor.removeListener(this);
        for (AutoCloseable each : callbacks) {
            each.close();
        }
    }
}
