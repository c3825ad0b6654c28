package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

@ApplicationScoped
class MonitorProducer {
    @Produces
    @Singleton
    Monitor monitor(Checker checker) {
        return Monitor.builder(checker).downInterval(Duration.ofSeconds(30)).build();
    }

    /** Containers destroy beans in any order, and the monitor needs the checker. */
    void shutDown(@Observes Shutdown event, Monitor monitor) {
        monitor.close();
    }

    void close(@Disposes Monitor monitor) {
        monitor.close();
    }
}
