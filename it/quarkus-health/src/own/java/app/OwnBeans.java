package app;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;

/** Nothing in the application injects these, so Quarkus would remove them if the library did not. */
class OwnBeans {
    private static final Duration INTERVAL = Duration.ofMillis(500);

    @Produces
    @ApplicationScoped
    Checker checker() {
        System.out.println("own checker opened");
        return Checker.create();
    }

    void close(@Disposes Checker checker) {
        checker.close();
        System.out.println("own checker closed");
    }

    @Produces
    @Singleton
    Monitor monitor(Checker checker) {
        System.out.println("own monitor opened");
        return Monitor.builder(checker).interval(INTERVAL).build();
    }

    void close(@Disposes Monitor monitor) {
        monitor.close();
    }

    @Produces
    @Singleton
    MonitorListener listener() {
        return change -> System.out.println("own listener: " + change.target() + " is " + change.to());
    }
}
