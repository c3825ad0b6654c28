package io.halfshake.monitor;

import io.halfshake.internal.RecordEquality;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class EffectiveSettingsTest {
    @Test
    void equals_comparesEveryComponent() throws ReflectiveOperationException {
        RecordEquality.assertComparesEveryComponent(
                EffectiveSettings.class,
                new Object[] {5L, 0.1, Duration.ofSeconds(1), 2, 3, 1L, 4L, TargetState.UNKNOWN},
                new Object[] {6L, 0.2, Duration.ofSeconds(2), 3, 4, 2L, 5L, TargetState.UP});
    }
}
