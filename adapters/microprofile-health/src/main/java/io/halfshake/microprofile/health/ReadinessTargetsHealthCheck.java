package io.halfshake.microprofile.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The check {@code halfshake-readiness} of the targets in {@code halfshake.health.readiness}; without any it is UP. */
@ApplicationScoped
@Readiness
class ReadinessTargetsHealthCheck implements HealthCheck {
    private final SafeResponse response = new SafeResponse("halfshake-readiness");

    @Inject
    MonitoredApplication application;

    ReadinessTargetsHealthCheck() {}

    @Override
    public HealthCheckResponse call() {
        return response.of(() -> application.report(TargetsHealth::readiness));
    }
}
