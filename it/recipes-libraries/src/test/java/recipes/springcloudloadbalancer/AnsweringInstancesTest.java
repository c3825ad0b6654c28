package recipes.springcloudloadbalancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.RecordedCheck;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cloud.client.DefaultServiceInstance;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.reactive.ReactiveLoadBalancer;
import org.springframework.cloud.loadbalancer.annotation.LoadBalancerClient;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.cloud.loadbalancer.support.LoadBalancerClientFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AnsweringInstancesTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private volatile List<ServiceInstance> discovered = List.of();

    @Test
    void instanceThatGoesDown_isChosenNoMore_untilItIsBack(@StartPeer TcpPeer first, @StartPeer TcpPeer second) {
        try (ConfigurableApplicationContext context = start(first, second)) {
            Set<String> both = Set.of(first.target(), second.target());
            assertThat(choose(context)).isEqualTo(both);

            second.goDown();
            await().atMost(LIMIT).until(() -> choose(context), Set.of(first.target())::equals);

            second.goUp();
            await().atMost(LIMIT).until(() -> choose(context), both::equals);
        }
    }

    @Test
    void stop_closesTheMonitor(@StartPeer TcpPeer first, @StartPeer TcpPeer second) {
        ServiceInstanceListSupplier instances;
        try (ConfigurableApplicationContext context = start(first, second)) {
            choose(context);
            instances = context.getBean(LoadBalancerClientFactory.class)
                    .getInstance("orders", ServiceInstanceListSupplier.class);
            assertThat(instances).extracting("monitor").asString().endsWith("open]");
        }
        assertThat(instances).extracting("monitor").asString().endsWith("closed]");
    }

    @Test
    void allDown_leavesOutNone(@StartPeer TcpPeer first, @StartPeer TcpPeer second) throws Exception {
        discovered = List.of(instance(first.target()), instance(second.target()));
        first.goDown();
        try (Checker checker = Checker.create()) {
            AnsweringInstances instances = instances(quick(checker));
            await().atMost(LIMIT).until(() -> targets(instances), Set.of(second.target())::equals);

            second.goDown();

            await().atMost(LIMIT).until(() -> targets(instances), Set.of(first.target(), second.target())::equals);
            instances.destroy();
        }
    }

    @Test
    void unknown_keepsTheInstance() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.on("orders-1:8080").unknown(UnknownReason.NO_DESCRIPTORS);
        checker.on("orders-2:8080").refused();
        discovered = List.of(instance("orders-1:8080"), instance("orders-2:8080"));
        AnsweringInstances instances = instances(quick(checker));

        await().atMost(LIMIT).until(() -> targets(instances), Set.of("orders-1:8080")::equals);
        instances.destroy();
    }

    @Test
    void instanceThatIsDiscoveredAgain_startsAnew() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().refused();
        checker.on("orders-1:8080").up();
        List<ServiceInstance> both = List.of(instance("orders-1:8080"), instance("orders-2:8080"));
        discovered = both;
        AnsweringInstances instances = instances(quick(checker));
        await().atMost(LIMIT).until(() -> targets(instances), Set.of("orders-1:8080")::equals);

        discovered = both.subList(0, 1);
        assertThat(targets(instances)).containsExactly("orders-1:8080");
        checker.on("orders-2:8080").up();
        discovered = both;

        await().atMost(LIMIT).until(() -> targets(instances).size() == 2);
        instances.destroy();
    }

    @Test
    void instanceWithoutPort_isUsed_andNotMonitored() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.on("orders-1:8080").refused();
        discovered = List.of(
                instance("orders-1:8080"),
                instance("orders-2"),
                new DefaultServiceInstance("orders-3", "orders", "orders-3", 0, false));
        AnsweringInstances instances = instances(quick(checker));

        await().atMost(LIMIT).until(() -> targets(instances), Set.of("orders-2", "orders-3")::equals);

        checker.on("orders-1:8080").up();
        await().atMost(LIMIT).until(() -> targets(instances).size() == 3);
        assertThat(checker.recordedChecks()).extracting(RecordedCheck::target).containsOnly("orders-1:8080");
        instances.destroy();
    }

    private static ConfigurableApplicationContext start(TcpPeer first, TcpPeer second) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "spring.cloud.discovery.client.simple.instances.orders[0].uri=http://" + first.target(),
                        "spring.cloud.discovery.client.simple.instances.orders[1].uri=http://" + second.target())
                .run();
    }

    private AnsweringInstances instances(MonitorBuilder settings) {
        return new AnsweringInstances(
                new ServiceInstanceListSupplier() {
                    @Override
                    public String getServiceId() {
                        return "orders";
                    }

                    @Override
                    public Flux<List<ServiceInstance>> get() {
                        return Flux.just(discovered);
                    }
                },
                settings);
    }

    private static MonitorBuilder quick(Checker checker) {
        return Monitor.builder(checker).interval(Duration.ofMillis(100));
    }

    private static Set<String> targets(AnsweringInstances instances) {
        return instances.get().blockFirst().stream()
                .map(ServiceInstance::getInstanceId)
                .collect(Collectors.toSet());
    }

    private static ServiceInstance instance(String target) {
        URI uri = URI.create("http://" + target);
        return new DefaultServiceInstance(target, "orders", uri.getHost(), uri.getPort(), false);
    }

    /** By round robin, so that each of two is chosen. */
    private static Set<String> choose(ConfigurableApplicationContext context) {
        @SuppressWarnings("unchecked")
        ReactiveLoadBalancer.Factory<ServiceInstance> factory = context.getBean(ReactiveLoadBalancer.Factory.class);
        ReactiveLoadBalancer<ServiceInstance> balancer = factory.getInstance("orders");
        return Stream.generate(() -> Mono.from(balancer.choose()).block().getServer())
                .limit(4)
                .map(chosen -> chosen.getHost() + ":" + chosen.getPort())
                .collect(Collectors.toSet());
    }

    @EnableAutoConfiguration
    @LoadBalancerClient(name = "orders", configuration = OrdersLoadBalancer.class)
    static class Application {
        @Bean
        Checker checker() {
            return Checker.create();
        }
    }
}
