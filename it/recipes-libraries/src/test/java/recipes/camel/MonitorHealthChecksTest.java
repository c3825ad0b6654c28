package recipes.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck.Result;
import org.apache.camel.health.HealthCheck.State;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MonitorHealthChecksTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final CamelContext context = new DefaultCamelContext();

    @BeforeEach
    void start() {
        context.start();
        // By default it returns one of those that are up.
        HealthCheckRegistry.get(context).setExposureLevel("full");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void healthChecks_areThoseOfTheTargets(@StartPeer TcpPeer first, @StartPeer TcpPeer second) {
        String one = "halfshake:" + first.target();
        String two = "halfshake:" + second.target();
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofMillis(100))
                        .build()) {
            MonitorHealthChecks.register(context, monitor);
            monitor.add(first.target());
            monitor.add(second.target());
            await().atMost(LIMIT).until(this::states, Map.of(one, State.UP, two, State.UP)::equals);

            second.goDown();

            await().atMost(LIMIT).until(this::states, Map.of(one, State.UP, two, State.DOWN)::equals);
            await().atMost(LIMIT)
                    .until(() ->
                            results().get(two).getMessage().orElse("").contains(second.target() + " is down: refused"));
            assertThat(HealthCheckHelper.isResultsUp(HealthCheckHelper.invoke(context), false))
                    .isFalse();
            assertThat(HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeReadiness(context), true))
                    .isTrue();
            assertThat(HealthCheckHelper.isResultsUp(HealthCheckHelper.invokeLiveness(context), false))
                    .isTrue();
        }
    }

    @Test
    void unknownTarget_isUnknown_andDoesNotFail() {
        TestMonitor test = TestMonitor.create();
        MonitorHealthChecks.register(context, test.monitor());
        test.watch("db:5432").unknown(UnknownReason.NO_DESCRIPTORS);

        assertThat(states()).isEqualTo(Map.of("halfshake:db:5432", State.UNKNOWN));
        test.advance(Duration.ofSeconds(1));

        assertThat(states()).isEqualTo(Map.of("halfshake:db:5432", State.UNKNOWN));
        assertThat(HealthCheckHelper.isResultsUp(HealthCheckHelper.invoke(context), false))
                .isTrue();
        assertThat(results().get("halfshake:db:5432").getMessage()).isPresent();
    }

    @Test
    void removedTarget_hasNoCheck() {
        TestMonitor test = TestMonitor.create();
        MonitorHealthChecks.register(context, test.monitor());
        test.watch("db:5432").up();
        assertThat(states()).hasSize(1);

        test.monitor().remove("db:5432");

        assertThat(states()).isEmpty();
    }

    private Map<String, State> states() {
        return results().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, result -> result.getValue().getState()));
    }

    private Map<String, Result> results() {
        return HealthCheckHelper.invoke(context).stream()
                .filter(result -> result.getCheck().getGroup().equals("halfshake"))
                .collect(Collectors.toMap(result -> result.getCheck().getId(), result -> result));
    }
}
