package recipes.camel;

import io.halfshake.monitor.Monitor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/** A health check for each target that a monitor has at the time. */
public final class MonitorHealthChecks implements HealthCheckRepository {
    /** Kept, since a check counts its calls. */
    private final Map<String, HealthCheck> checks = new ConcurrentHashMap<>();

    private final Monitor monitor;
    private volatile boolean enabled = true;

    private MonitorHealthChecks(Monitor monitor) {
        this.monitor = monitor;
    }

    public static void register(CamelContext context, Monitor monitor) {
        HealthCheckRegistry.get(context).register(new MonitorHealthChecks(monitor));
    }

    @Override
    public String getId() {
        return "halfshake";
    }

    @Override
    public Stream<HealthCheck> stream() {
        List<String> targets = monitor.targets();
        checks.keySet().retainAll(Set.copyOf(targets));
        return targets.stream()
                .map(target -> checks.computeIfAbsent(target, each -> new TargetHealthCheck(monitor, each)));
    }

    @Override
    public boolean isEnabled() {
        return enabled;
    }

    @Override
    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }
}
