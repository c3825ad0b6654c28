package recipes.springcloudloadbalancer;

import io.halfshake.Target;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.TargetState;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.loadbalancer.core.DelegatingServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import reactor.core.publisher.Flux;

/** Leaves out the instances of a service that are down. If all are, it leaves out none. */
public final class AnsweringInstances extends DelegatingServiceInstanceListSupplier {
    private final Monitor monitor;

    public AnsweringInstances(ServiceInstanceListSupplier all, MonitorBuilder settings) {
        super(all);
        monitor = settings.build();
    }

    @Override
    public Flux<List<ServiceInstance>> get() {
        return delegate.get().map(this::answering);
    }

    @Override
    @SuppressWarnings("rawtypes") // Like the method that it overrides.
    public Flux<List<ServiceInstance>> get(Request request) {
        return delegate.get(request).map(this::answering);
    }

    private List<ServiceInstance> answering(List<ServiceInstance> all) {
        monitorOnly(all.stream()
                .map(AnsweringInstances::target)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet()));
        Set<String> down = new HashSet<>();
        monitor.forEachTarget(each -> {
            if (each.state() == TargetState.DOWN) {
                down.add(each.target());
            }
        });
        List<ServiceInstance> answering = all.stream()
                .filter(each -> target(each).filter(down::contains).isEmpty())
                .toList();
        return answering.isEmpty() ? all : answering;
    }

    private synchronized void monitorOnly(Set<String> targets) {
        Set<String> monitored = Set.copyOf(monitor.targets());
        monitored.stream().filter(each -> !targets.contains(each)).forEach(monitor::remove);
        targets.stream().filter(each -> !monitored.contains(each)).forEach(monitor::add);
    }

    /** Empty for an instance without a port, of which nothing can be known. */
    private static Optional<String> target(ServiceInstance instance) {
        int port = instance.getPort();
        return port < 1 ? Optional.empty() : Optional.of(new Target(instance.getHost(), port).toString());
    }

    @Override
    public void destroy() throws Exception {
        monitor.close();
        super.destroy();
    }
}
