package io.halfshake.microprofile.health;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

@ApplicationScoped
class ShownTargets {
    @Produces
    @Readiness
    HealthCheck targets(@Any TargetsHealthCheck check) {
        return check; // UP unless halfshake.health.affects-status is true
    }
}
