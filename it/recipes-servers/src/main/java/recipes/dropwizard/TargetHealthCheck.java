package recipes.dropwizard;

import com.codahale.metrics.health.HealthCheck;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/** What a monitor knows of one target, from memory. */
public final class TargetHealthCheck extends HealthCheck {
    private final Monitor monitor;
    private final String target;

    public TargetHealthCheck(Monitor monitor, String target) {
        this.monitor = monitor;
        this.target = target;
    }

    /** Call it in {@code Application.run}: monitors the targets while the application runs. */
    public static Monitor install(
            Environment environment, List<String> targets, UnaryOperator<MonitorBuilder> settings) {
        Checker checker = Checker.create();
        Monitor monitor = settings.apply(Monitor.builder(checker)).build();
        try {
            for (String target : targets) {
                monitor.add(target);
                environment.healthChecks().register(target, new TargetHealthCheck(monitor, target));
            }
        } catch (RuntimeException e) {
            // An application that does not start stops nothing either.
            monitor.close();
            checker.close();
            throw e;
        }
        // Stopped in the opposite order.
        environment.lifecycle().manage(new AutoCloseableManager(checker));
        environment.lifecycle().manage(new AutoCloseableManager(monitor));
        return monitor;
    }

    /** There is only healthy and unhealthy: the message says what is unknown. */
    @Override
    protected Result check() {
        TargetStatus status = monitor.status(target);
        if (status == null) {
            return Result.healthy("not monitored");
        }
        String state = status.state().name().toLowerCase(Locale.ROOT);
        String message =
                status.last() == null ? state : state + ": " + status.last().describe();
        boolean down = status.state() == TargetState.DOWN;
        return down ? Result.unhealthy(message) : Result.healthy(message);
    }
}
