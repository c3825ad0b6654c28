package recipes.micronaut;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** Monitors the targets of the property {@code halfshake.targets}, from the start of the application. */
@Factory
class MonitorFactory {
    @Singleton
    @Bean(preDestroy = "close")
    Checker checker() {
        return Checker.create();
    }

    /** Micronaut makes a {@code Singleton} when it is first needed: monitoring would start with the first request. */
    @Context
    @Bean(preDestroy = "close")
    Monitor monitor(
            Checker checker,
            @Property(name = "halfshake.targets") List<String> targets,
            @Property(name = "halfshake.interval", defaultValue = "5s") Duration interval) {
        Monitor monitor = Monitor.builder(checker).interval(interval).build();
        try {
            targets.forEach(monitor::add);
        } catch (RuntimeException e) {
            monitor.close(); // It is no bean yet, and would go on.
            throw e;
        }
        return monitor;
    }
}
