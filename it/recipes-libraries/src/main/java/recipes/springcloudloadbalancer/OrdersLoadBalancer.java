package recipes.springcloudloadbalancer;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import java.time.Duration;
import org.springframework.cloud.loadbalancer.core.ServiceInstanceListSupplier;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** The load balancer of one service. Without {@code @Configuration}, so that it is that of no other. */
public class OrdersLoadBalancer {
    @Bean
    ServiceInstanceListSupplier instances(ConfigurableApplicationContext context, Checker checker) {
        return ServiceInstanceListSupplier.builder()
                .withBlockingDiscoveryClient()
                .withCaching()
                .with((ignored, all) ->
                        new AnsweringInstances(all, Monitor.builder(checker).interval(Duration.ofSeconds(1))))
                .build(context);
    }
}
