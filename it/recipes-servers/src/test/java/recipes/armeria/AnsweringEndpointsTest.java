package recipes.armeria;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.linecorp.armeria.client.Endpoint;
import com.linecorp.armeria.client.WebClient;
import com.linecorp.armeria.client.endpoint.EndpointGroup;
import com.linecorp.armeria.client.endpoint.EndpointSelectionTimeoutException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.SessionProtocol;
import com.linecorp.armeria.server.Server;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnsweringEndpointsTest {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void serverThatStopped_getsNoRequests_andWithoutServersTheyFail() throws Exception {
        Server first = start("first");
        Server second = start("second");
        try (Checker checker = Checker.create();
                Monitor monitor = quick(checker);
                EndpointGroup group = new AnsweringEndpoints(
                                EndpointGroup.of(endpoint(first), endpoint(second)), monitor)
                        .selectionTimeoutMillis(LIMIT.toMillis(), 100)
                        .build()) {
            assertThat(checker.engine().name()).isEqualTo("half-open");
            WebClient client = WebClient.of(SessionProtocol.HTTP, group);
            await().atMost(LIMIT).until(() -> answers(client), Set.of("first", "second")::equals);

            second.stop().get(1, TimeUnit.MINUTES);
            await().atMost(LIMIT).until(() -> group.endpoints().size() == 1);

            assertThat(answers(client)).containsExactly("first");

            first.stop().get(1, TimeUnit.MINUTES);
            await().atMost(LIMIT).until(() -> group.endpoints().isEmpty());

            assertThatThrownBy(() -> answers(client)).hasRootCauseInstanceOf(EndpointSelectionTimeoutException.class);
        } finally {
            first.stop().get(1, TimeUnit.MINUTES);
            second.stop().get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void unknown_keepsTheEndpoint_downLeavesItOut() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.on("10.0.0.1:8080").unknown(UnknownReason.NO_DESCRIPTORS);
        checker.on("10.0.0.2:8080").refused();
        Endpoint unknown = Endpoint.of("10.0.0.1", 8080);
        try (Monitor monitor = quick(checker);
                EndpointGroup group = new AnsweringEndpoints(
                                EndpointGroup.of(unknown, Endpoint.of("10.0.0.2", 8080)), monitor)
                        .build()) {
            group.whenReady().get(1, TimeUnit.MINUTES);
            await().atMost(LIMIT).until(() -> monitor.stats().down() == 1);

            assertThat(group.endpoints()).extracting(Endpoint::authority).containsExactly("10.0.0.1:8080");
        }
    }

    @Test
    void group_staysEmpty_untilEachEndpointHasAResult() {
        TestMonitor test = TestMonitor.create();
        test.checker().otherwise().up();
        try (EndpointGroup group = new AnsweringEndpoints(two(), test.monitor()).build()) {
            test.advance(Duration.ofSeconds(1));
            assertThat(test.checker().recordedChecks()).hasSize(1);
            assertThat(group.endpoints()).isEmpty();

            test.advance(Duration.ofSeconds(5));
            assertThat(group.endpoints()).hasSize(2);
        }
    }

    @Test
    void group_isThereAtOnce_whereFirstChecksAreNotSpread() {
        TestMonitor test = TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO));
        test.checker().otherwise().up();
        try (EndpointGroup group = new AnsweringEndpoints(two(), test.monitor()).build()) {
            test.advance(Duration.ofMillis(1));

            assertThat(group.endpoints()).hasSize(2);
        }
    }

    @Test
    void endpointWithoutPort_isCheckedAtThatOfTheProtocol_orAtThatOfTheBuilder() {
        assertThat(targets(builder -> builder)).containsExactly("10.0.0.1:80");
        assertThat(targets(builder -> builder.protocol(SessionProtocol.HTTPS))).containsExactly("10.0.0.1:443");
        assertThat(targets(builder -> builder.port(8443))).containsExactly("10.0.0.1:8443");
    }

    @Test
    void secondEndpointWithTheSameAddress_isRefused() {
        Endpoint first = Endpoint.of("first", 8080).withIpAddr("10.0.0.1");
        Endpoint second = Endpoint.of("second", 8080).withIpAddr("10.0.0.1");
        AnsweringEndpoints builder = new AnsweringEndpoints(
                EndpointGroup.of(first, second), TestMonitor.create().monitor());

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10.0.0.1:8080");
    }

    @Test
    void closedGroup_monitorsNothing() throws Exception {
        FakeChecker checker = FakeChecker.create();
        checker.otherwise().up();
        try (Monitor monitor = quick(checker)) {
            EndpointGroup group =
                    new AnsweringEndpoints(EndpointGroup.of(Endpoint.of("10.0.0.1", 8080)), monitor).build();
            group.whenReady().get(1, TimeUnit.MINUTES);
            assertThat(monitor.targets()).containsExactly("10.0.0.1:8080");

            group.closeAsync().get(1, TimeUnit.MINUTES);

            assertThat(monitor.targets()).isEmpty();
        }
    }

    private static EndpointGroup two() {
        return EndpointGroup.of(Endpoint.of("10.0.0.1", 8080), Endpoint.of("10.0.0.2", 8080));
    }

    private static List<String> targets(UnaryOperator<AnsweringEndpoints> settings) {
        Monitor monitor = TestMonitor.create().monitor();
        AnsweringEndpoints builder = new AnsweringEndpoints(EndpointGroup.of(Endpoint.of("10.0.0.1")), monitor);
        try (EndpointGroup group = settings.apply(builder).build()) {
            return monitor.targets();
        }
    }

    private static Monitor quick(Checker checker) {
        return Monitor.builder(checker).interval(Duration.ofMillis(100)).build();
    }

    private static Server start(String name) {
        Server server = Server.builder()
                .http(new InetSocketAddress("127.0.0.1", 0))
                .service("/", (context, request) -> HttpResponse.of(name))
                .gracefulShutdownTimeoutMillis(0, 0)
                .build();
        server.start().join();
        return server;
    }

    private static Endpoint endpoint(Server server) {
        return Endpoint.of("127.0.0.1", server.activeLocalPort());
    }

    private static Set<String> answers(WebClient client) {
        return Stream.generate(() -> client.get("/").aggregate().join().contentUtf8())
                .limit(4)
                .collect(Collectors.toSet());
    }
}
