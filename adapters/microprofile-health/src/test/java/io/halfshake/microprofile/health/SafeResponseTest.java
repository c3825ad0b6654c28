package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SafeResponseTest {
    @Test
    void reportThatFails_isAnErrorInTheDataAndNoTargetsFault() {
        HealthCheckResponse response = new SafeResponse("halfshake").of(() -> {
            throw new IllegalStateException("broken");
        });

        assertThat(response.getName()).isEqualTo("halfshake");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("error", "java.lang.IllegalStateException: broken");
    }

    /** An orchestrator reads the status only. */
    @Test
    void reportThatFails_isAWarningOnce() {
        SafeResponse response = new SafeResponse("logged-check");
        Supplier<TargetsReport> failing = () -> {
            throw new IllegalStateException("broken");
        };

        try (LogLines log = new LogLines()) {
            HealthCheckResponse first = response.of(failing);
            HealthCheckResponse second = response.of(failing);

            assertThat(first.getData()).isEqualTo(second.getData());
            assertThat(log.lines().stream().filter(line -> line.contains("logged-check")))
                    .containsExactly("WARNING the health check logged-check failed, and is UP whatever its targets are:"
                            + " java.lang.IllegalStateException: broken");
        }
    }

    @Test
    void error_isThrown() {
        OutOfMemoryError error = new OutOfMemoryError();

        assertThatThrownBy(() -> new SafeResponse("halfshake").of(() -> {
                    throw error;
                }))
                .isSameAs(error);
    }
}
