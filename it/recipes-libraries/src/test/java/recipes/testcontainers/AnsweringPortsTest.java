package recipes.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.PeerKind;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.wait.strategy.WaitStrategyTarget;

class AnsweringPortsTest {
    /** What {@code docker inspect} says of a container in two networks, of which the first gives it no address. */
    private static final String INSPECTED = """
            {
              "Id": "4f66ad9a0b2e",
              "NetworkSettings": {
                "Ports": {"5432/tcp": [{"HostIp": "0.0.0.0", "HostPort": "32768"}]},
                "Networks": {
                  "none": {"NetworkID": "1", "Gateway": "", "IPAddress": ""},
                  "bridge": {"NetworkID": "2", "Gateway": "172.17.0.1", "IPAddress": "%s"}
                }
              }
            }
            """;

    private final FakeChecker fake = FakeChecker.create();

    @Test
    void portsThatAnswer_areReady_withoutAConnection(
            @StartPeer(PeerKind.NEVER_ACCEPTING) TcpPeer first, @StartPeer(PeerKind.NEVER_ACCEPTING) TcpPeer second) {
        try (Checker checker = Checker.builder().requireHalfOpen().build()) {
            new AnsweringPorts(checker)
                    .waitUntilReady(container(
                            "127.0.0.1",
                            first.address().getPort(),
                            second.address().getPort()));

            // The kernel completes handshakes while a process is paused, which the checker counts.
            assertThat((long) first.drainAccepted() + second.drainAccepted())
                    .isLessThanOrEqualTo(checker.stats().completedHandshakes());
        }
    }

    @Test
    void portThatOpensLater_isWaitedFor(@StartPeer(PeerKind.REFUSING) TcpPeer peer) throws Exception {
        try (Checker checker = Checker.create()) {
            CompletableFuture<Void> ready = CompletableFuture.runAsync(() -> new AnsweringPorts(checker)
                    .waitUntilReady(container("127.0.0.1", peer.address().getPort())));
            await().atMost(Duration.ofMinutes(1)).until(() -> checker.stats().down() > 0);
            assertThat(ready).isNotDone();

            peer.goUp();

            ready.get();
        }
    }

    @Test
    void portThatStaysClosed_failsTheStart_withTheLastResult() {
        fake.on("172.17.0.2:5432").refused();

        assertThatExceptionOfType(ContainerLaunchException.class)
                .isThrownBy(() -> new AnsweringPorts(fake)
                        .withStartupTimeout(Duration.ofMillis(1))
                        .waitUntilReady(container("172.17.0.2", 5432)))
                .withMessageContaining("172.17.0.2:5432 is down: refused");
    }

    @Test
    void unknown_isNotReady_andWaitsOn() {
        fake.on("172.17.0.2:5432").unknown(UnknownReason.NO_DESCRIPTORS).up();

        new AnsweringPorts(fake).waitUntilReady(container("172.17.0.2", 5432));

        assertThat(fake.recordedChecks()).hasSize(2);
    }

    @Test
    void containerWithoutAnAddress_failsTheStart() {
        assertThatExceptionOfType(ContainerLaunchException.class)
                .isThrownBy(() -> new AnsweringPorts(fake).waitUntilReady(container("", 5432)))
                .withMessage("The container has no address of its own");
    }

    private static WaitStrategyTarget container(String address, Integer... ports) {
        return new WaitStrategyTarget() {
            @Override
            public List<Integer> getExposedPorts() {
                return List.of(ports);
            }

            @Override
            public InspectContainerResponse getContainerInfo() {
                try {
                    return JsonMapper.builder()
                            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                            .build()
                            .readValue(INSPECTED.formatted(address), InspectContainerResponse.class);
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }
}
