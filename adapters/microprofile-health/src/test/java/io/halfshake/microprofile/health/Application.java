package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;

/** An application in a CDI container, with beans of its own. */
final class Application {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final ThreadLocal<@Nullable Application> CURRENT = new ThreadLocal<>();

    /** Weld's, which says much at INFO. Kept, or its level is forgotten. */
    private static final Logger LOGGER = Logger.getLogger("org.jboss.weld");

    static {
        LOGGER.setLevel(Level.WARNING);
    }

    private final List<Class<?>> classes = new ArrayList<>();
    private @Nullable Checker checker;
    private @Nullable Monitor monitor;
    private @Nullable MonitorListener listener;
    private @Nullable Runnable atTheEnd;

    private Application() {}

    static Application withoutBeans() {
        return new Application();
    }

    static Application with(Checker checker) {
        Application application = new Application().with(OwnChecker.class);
        application.checker = checker;
        return application;
    }

    Application with(Monitor own) {
        monitor = own;
        return with(OwnMonitor.class);
    }

    Application with(MonitorListener own) {
        listener = own;
        return with(OwnListener.class);
    }

    /** Runs it while the application stops, before its beans are destroyed. */
    Application atTheEnd(Runnable action) {
        atTheEnd = action;
        return with(End.class);
    }

    Application with(Class<?> bean) {
        classes.add(bean);
        return this;
    }

    /** Started, on the calling thread. */
    WeldContainer start(String... configuration) {
        FakeConfigs.use(FakeConfig.of(configuration));
        CURRENT.set(this);
        Weld weld = new Weld("application " + COUNT.incrementAndGet()).addBeanClasses(classes.toArray(new Class<?>[0]));
        // What Weld knows of build compatible extensions is in a static field.
        synchronized (LOGGER) {
            return weld.initialize();
        }
    }

    private static Application current() {
        return Objects.requireNonNull(CURRENT.get());
    }

    static final class OwnChecker {
        @Produces
        @Singleton
        Checker checker() {
            return Objects.requireNonNull(current().checker);
        }
    }

    static final class OwnMonitor {
        @Produces
        @Singleton
        Monitor monitor() {
            return Objects.requireNonNull(current().monitor);
        }
    }

    static final class End {
        void run(@Observes @BeforeDestroyed(ApplicationScoped.class) Object event) {
            Objects.requireNonNull(current().atTheEnd).run();
        }
    }

    static final class OwnListener {
        @Produces
        @Singleton
        MonitorListener listener() {
            return Objects.requireNonNull(current().listener);
        }
    }
}
