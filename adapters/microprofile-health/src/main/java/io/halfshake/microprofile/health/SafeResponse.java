package io.halfshake.microprofile.health;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The response of one health check, which must not throw: to many runtimes an exception is HTTP status 500 for all
 * checks together. An error is thrown: UP would vouch for a JVM that may be failing.
 */
final class SafeResponse {
    private static final Logger LOG = System.getLogger("io.halfshake");

    private final String check;
    private final AtomicBoolean failed = new AtomicBoolean();

    SafeResponse(String check) {
        this.check = check;
    }

    /** UP where the report cannot be made, which is no target's fault. Those who ask may read the status only. */
    HealthCheckResponse of(Supplier<TargetsReport> report) {
        try {
            return report.get().response(check);
        } catch (RuntimeException e) {
            // An orchestrator asks every few seconds.
            Level level = failed.compareAndSet(false, true) ? Level.WARNING : Level.DEBUG;
            LOG.log(level, "the health check " + check + " failed, and is UP whatever its targets are", e);
            return HealthCheckResponse.named(check)
                    .up()
                    .withData("error", e.toString())
                    .build();
        }
    }
}
