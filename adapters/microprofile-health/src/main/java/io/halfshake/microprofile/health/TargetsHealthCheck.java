package io.halfshake.microprofile.health;

import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The check {@code halfshake} of all targets. Its data have the state of each, its status is UP unless
 * {@code halfshake.health.affects-status} is true and a target is down.
 *
 * <p>It is among the wellness checks of SmallRye Health, as in Quarkus. Elsewhere it is a bean without qualifiers,
 * which no endpoint shows until the application produces it with one.
 */
@ApplicationScoped
@Wellness
public class TargetsHealthCheck implements HealthCheck {
    private final SafeResponse response = new SafeResponse("halfshake");

    @Inject
    MonitoredApplication application;

    /** Called by the container. */
    protected TargetsHealthCheck() {}

    /**
     * Reads what the monitor knows. Does not block, and throws no exception; what fails here is told in the data and
     * logged. An {@link Error}, such as a lack of memory, is thrown.
     *
     * @return what is known now; without targets until the application has started
     */
    @Override
    public HealthCheckResponse call() {
        return response.of(() -> application.report(TargetsHealth::all));
    }
}
