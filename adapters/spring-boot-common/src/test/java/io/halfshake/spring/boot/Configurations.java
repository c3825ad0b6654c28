package io.halfshake.spring.boot;

import io.halfshake.monitor.Monitor;
import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.spring.boot.HalfshakeProperties.MetricsProperties;
import io.halfshake.spring.boot.HalfshakeProperties.TargetProperties;
import io.halfshake.spring.boot.HalfshakeProperties.WitnessProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Configurations without a context. */
final class Configurations {
    private Configurations() {}

    static TargetProperties target(String name, String target, @Nullable String group) {
        return new TargetProperties(name, target, group, null, null, null, null);
    }

    /** Monitored from now on. */
    static HalfshakeTargets start(Monitor monitor, TargetProperties... targets) {
        HalfshakeProperties properties = new HalfshakeProperties(
                false,
                null,
                null,
                null,
                null,
                false,
                List.of(targets),
                new WitnessProperties(List.of(), 1),
                new HealthProperties(false, 100),
                new MetricsProperties(0));
        HalfshakeTargets started = HalfshakeTargets.of(ConfiguredTarget.all(properties), monitor, false);
        started.start(List.of(), false);
        return started;
    }
}
