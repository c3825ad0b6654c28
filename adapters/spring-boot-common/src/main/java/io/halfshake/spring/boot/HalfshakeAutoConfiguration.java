package io.halfshake.spring.boot;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * A {@link Checker} and a {@link Monitor} for the whole application, unless it defines its own, and the targets in
 * {@code halfshake.targets}.
 *
 * <p>The monitor, also one that the application defines, gets these targets and every {@link MonitorListener} bean.
 * Both beans are closed with the context, the monitor first.
 */
@AutoConfiguration
@EnableConfigurationProperties(HalfshakeProperties.class)
@ImportRuntimeHints(HalfshakeRuntimeHints.class)
public final class HalfshakeAutoConfiguration {
    private @Nullable Monitor made;

    /** @throws InvalidPropertyException if there is a property that is unknown */
    HalfshakeAutoConfiguration(Environment environment) {
        KnownProperties.requireNoOthers(environment);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Checker halfshakeChecker(HalfshakeProperties properties, ObjectProvider<HalfshakeCustomizer> customizers) {
        CheckerBuilder builder = Checker.builder();
        if (properties.requireHalfOpen()) {
            builder.requireHalfOpen();
        }
        customizers.orderedStream().forEach(customizer -> customizer.customizeChecker(builder));
        return builder.build();
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Monitor halfshakeMonitor(
            HalfshakeProperties properties, Checker checker, ObjectProvider<HalfshakeCustomizer> customizers) {
        MonitorBuilder builder = ConfiguredSettings.apply(properties, Monitor.builder(checker));
        customizers.orderedStream().forEach(customizer -> customizer.customizeMonitor(builder));
        Monitor monitor = ConfiguredSettings.build(builder);
        made = monitor;
        return monitor;
    }

    /** Not lazy, or a lazy application would monitor nothing until its health is requested. */
    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    @Lazy(false)
    HalfshakeTargets halfshakeTargets(
            HalfshakeProperties properties,
            Checker checker,
            Monitor monitor,
            ObjectProvider<MonitorListener> listeners) {
        if (properties.requireHalfOpen()) {
            requireHalfOpen(checker.engine());
        }

        HalfshakeTargets targets = HalfshakeTargets.of(ConfiguredTarget.all(properties), monitor, monitor == made);
        targets.start(listeners.orderedStream().toList(), properties.logTransitions());
        return targets;
    }

    /** Also of a checker that the application brings. An unstubbed mock has no engine, and opens nothing. */
    private static void requireHalfOpen(@Nullable EngineReport engine) {
        if (engine != null && engine.handshake() != Handshake.HALF) {
            throw new InvalidPropertyException(
                    "halfshake.require-half-open",
                    "true (expected false, or a Checker bean that makes half handshakes; the one there is has the engine "
                            + engine.describe() + ")");
        }
    }
}
