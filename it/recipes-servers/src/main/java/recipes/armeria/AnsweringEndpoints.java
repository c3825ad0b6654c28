package recipes.armeria;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.healthcheck.AbstractHealthCheckedEndpointGroupBuilder;
import com.linecorp.armeria.client.endpoint.healthcheck.HealthCheckerContext;
import com.linecorp.armeria.common.util.AsyncCloseable;
import com.linecorp.armeria.common.util.AsyncCloseableSupport;
import io.halfshake.Target;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import java.net.ConnectException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Builds a group of those endpoints that a monitor does not find down. The monitor is for this group alone. */
public final class AnsweringEndpoints extends AbstractHealthCheckedEndpointGroupBuilder<AnsweringEndpoints>
        implements MonitorListener {
    private final Map<String, HealthCheckerContext> contexts = new ConcurrentHashMap<>();
    private final Monitor monitor;

    public AnsweringEndpoints(EndpointGroup all, Monitor monitor) {
        super(all);
        this.monitor = monitor;
        monitor.addListener(this);
    }

    @Override
    protected Function<HealthCheckerContext, AsyncCloseable> newCheckerFactory() {
        return context -> {
            String target = target(context);
            if (contexts.putIfAbsent(target, context) != null) {
                throw new IllegalArgumentException("endpoint: " + target + " (expected once in a group)");
            }
            monitor.add(target);
            return AsyncCloseableSupport.of(closed -> {
                contexts.remove(target);
                monitor.remove(target);
                closed.complete(null);
            });
        };
    }

    private static String target(HealthCheckerContext context) {
        Endpoint endpoint = context.endpoint();
        String host = endpoint.ipAddr() == null ? endpoint.host() : endpoint.ipAddr();
        return new Target(host, endpoint.port(context.protocol().defaultPort())).toString();
    }

    /** Armeria holds an endpoint for unhealthy until it is told something, so it is told Unknown too. */
    @Override
    public void onResult(TargetResult found) {
        HealthCheckerContext context = contexts.get(found.target());
        if (context == null) {
            return;
        }
        if (found.state() == TargetState.DOWN) {
            context.updateHealth(
                    0, null, null, new ConnectException(found.result().describe()));
        } else {
            context.updateHealth(1, null, null, null);
        }
    }

    @Override
    public void onTransition(Transition change) {}
}
