package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class SafeResponseTest {
    @Test
    void reportThatFails_isAnErrorInTheDataAndNoTargetsFault() {
        HealthCheckResponse response = SafeResponse.of("halfshake", () -> {
            throw new IllegalStateException("broken");
        });

        assertThat(response.getName()).isEqualTo("halfshake");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData().orElseThrow()).containsEntry("error", "java.lang.IllegalStateException: broken");
    }

    @Test
    void error_isThrown() {
        OutOfMemoryError error = new OutOfMemoryError();

        assertThatThrownBy(() -> SafeResponse.of("halfshake", () -> {
                    throw error;
                }))
                .isSameAs(error);
    }
}
