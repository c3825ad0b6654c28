package recipes.helidonse;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import java.util.List;
import java.util.Locale;

/** What a monitor knows of one target, from memory. */
public record TargetHealthCheck(Monitor monitor, String target) implements HealthCheck {
    /** To be added to the web server: shows the targets that the monitor has now. */
    public static ObserveFeature feature(Monitor monitor) {
        List<TargetHealthCheck> checks = monitor.targets().stream()
                .map(target -> new TargetHealthCheck(monitor, target))
                .toList();
        return ObserveFeature.create(
                HealthObserver.builder().details(true).addHealthChecks(checks).build());
    }

    /** Helidon's default is liveness, but a new start brings no target back. */
    @Override
    public HealthCheckType type() {
        return HealthCheckType.READINESS;
    }

    @Override
    public String name() {
        return target;
    }

    /** There is only UP and DOWN: the detail says what is unknown. */
    @Override
    public HealthCheckResponse call() {
        TargetStatus status = monitor.status(target);
        TargetState state = status == null ? TargetState.UNKNOWN : status.state();
        HealthCheckResponse.Builder response = HealthCheckResponse.builder()
                .status(state != TargetState.DOWN)
                .detail("state", state.name().toLowerCase(Locale.ROOT));
        if (status != null && status.last() != null) {
            response.detail("last", status.last().describe());
        }
        return response.build();
    }
}
