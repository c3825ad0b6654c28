package io.halfshake.spring.boot;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;

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
    HalfshakeAutoConfiguration() {}

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
        return ConfiguredSettings.naming("halfshake", builder::build);
    }

    /** Not lazy, or a lazy application would monitor nothing until its health is requested. */
    @Bean
    @Lazy(false)
    HalfshakeTargets halfshakeTargets(
            HalfshakeProperties properties,
            Checker checker,
            Monitor monitor,
            ObjectProvider<MonitorListener> listeners) {
        boolean asksHosts = checker.engine().asksHosts();
        HalfshakeTargets targets = HalfshakeTargets.of(ConfiguredTarget.all(properties, asksHosts), monitor);
        listeners.orderedStream().forEach(monitor::addListener);
        targets.start();
        return targets;
    }
}
