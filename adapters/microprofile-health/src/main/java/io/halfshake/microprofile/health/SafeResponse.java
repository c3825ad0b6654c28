package io.halfshake.microprofile.health;

import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * A health check must not throw: to many runtimes an exception is HTTP status 500 for all checks together. An error is
 * thrown: UP would vouch for a JVM that may be failing.
 */
final class SafeResponse {
    private SafeResponse() {}

    /** UP where the report cannot be made, which is no target's fault. */
    static HealthCheckResponse of(String check, Supplier<TargetsReport> report) {
        try {
            return report.get().response(check);
        } catch (RuntimeException e) {
            return HealthCheckResponse.named(check)
                    .up()
                    .withData("error", e.toString())
                    .build();
        }
    }
}
