package recipes.camel;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TargetStatus;
import java.util.Map;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

/** What a monitor knows of one target, from memory. */
final class TargetHealthCheck extends AbstractHealthCheck {
    private final Monitor monitor;
    private final String target;

    TargetHealthCheck(Monitor monitor, String target) {
        super("halfshake", "halfshake:" + target);
        this.monitor = monitor;
        this.target = target;
    }

    /** A new start brings no target back. */
    @Override
    public boolean isLiveness() {
        return false;
    }

    /** True would take the application out of use while a target is down. */
    @Override
    public boolean isReadiness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder result, Map<String, Object> options) {
        TargetStatus status = monitor.status(target);
        if (status == null || status.state() == TargetState.UNKNOWN) {
            result.unknown();
        } else {
            result.state(status.state() == TargetState.UP ? State.UP : State.DOWN);
        }
        if (status != null && status.last() != null) {
            result.message(status.last().describe());
        }
    }
}
