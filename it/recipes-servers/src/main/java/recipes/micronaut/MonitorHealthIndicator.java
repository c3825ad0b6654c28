package recipes.micronaut;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.reactivestreams.Publisher;

/** Shows a monitor's targets in the health endpoint, from memory. */
@Singleton
class MonitorHealthIndicator implements HealthIndicator {
    private final Monitor monitor;

    MonitorHealthIndicator(Monitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        Set<TargetState> states = EnumSet.noneOf(TargetState.class);
        Map<String, String> details = new LinkedHashMap<>();
        for (TargetStatus each : monitor.snapshot().targets()) {
            states.add(each.state());
            String state = each.state().name().toLowerCase(Locale.ROOT);
            details.put(
                    each.target(),
                    each.last() == null ? state : state + ": " + each.last().describe());
        }
        return Publishers.just(HealthResult.builder("halfshake", status(states))
                .details(details)
                .build());
    }

    private static HealthStatus status(Set<TargetState> states) {
        if (states.contains(TargetState.DOWN)) {
            return HealthStatus.DOWN;
        }
        return states.contains(TargetState.UNKNOWN) ? HealthStatus.UNKNOWN : HealthStatus.UP;
    }
}
