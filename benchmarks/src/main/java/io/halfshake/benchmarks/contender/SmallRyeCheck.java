package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.workload.Expected;
import io.smallrye.health.checks.SocketHealthCheck;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * SmallRye Health's {@code SocketHealthCheck}. Its log is turned off: it would write a line for each check that fails.
 */
final class SmallRyeCheck implements BlockingCheck {
    /** Held here, since a logger without references loses its level. */
    private static final Logger LOG = Logger.getLogger("io.smallrye.health");

    SmallRyeCheck() {
        LOG.setLevel(Level.OFF);
    }

    @Override
    public Expected check(InetSocketAddress target, int timeoutMillis) {
        HealthCheckResponse response = new SocketHealthCheck(target.getAddress().getHostAddress(), target.getPort())
                .timeout(timeoutMillis)
                .call();
        if (response.getStatus() == HealthCheckResponse.Status.UP) {
            return Expected.UP;
        }
        String error = String.valueOf(response.getData().orElse(Map.of()).get("error"));
        if (error.contains("timed out")) {
            return Expected.SILENT;
        } else if (error.contains("refused")) {
            return Expected.REFUSED;
        }
        throw new IllegalStateException(error);
    }
}
