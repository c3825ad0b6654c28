package recipes.resilience4j;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.util.Map;

/** Opens the circuit breaker of a target that went down, and lets trial calls through when it is back. */
public final class MonitoredCircuitBreakers implements MonitorListener {
    private final Map<String, CircuitBreaker> byTarget;

    private MonitoredCircuitBreakers(Map<String, CircuitBreaker> byTarget) {
        this.byTarget = Map.copyOf(byTarget);
    }

    /** Adds the targets to a monitor, and from then on their breakers follow it. */
    public static void watch(Monitor monitor, Map<String, CircuitBreaker> byTarget) {
        monitor.addListener(new MonitoredCircuitBreakers(byTarget));
        byTarget.keySet().forEach(monitor::add);
    }

    @Override
    public void onTransition(Transition change) {
        CircuitBreaker breaker = byTarget.get(change.target());
        if (breaker == null) {
            return;
        }
        State state = breaker.getState();
        // Other states were set by hand: disabled, forced open, metrics only.
        if (change.to() == TargetState.DOWN && (state == State.CLOSED || state == State.HALF_OPEN)) {
            breaker.transitionToOpenState();
        } else if (change.to() == TargetState.UP && state == State.OPEN) {
            breaker.transitionToHalfOpenState();
        }
    }
}
