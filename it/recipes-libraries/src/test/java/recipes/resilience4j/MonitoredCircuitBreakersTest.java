package recipes.resilience4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.Monitor;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.StartPeer;
import io.halfshake.testing.TcpPeer;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitoredCircuitBreakersTest {
    private static final String TARGET = "orders:8080";
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final CircuitBreaker breaker = CircuitBreaker.of(
            "orders",
            CircuitBreakerConfig.custom()
                    .permittedNumberOfCallsInHalfOpenState(2)
                    .build());
    private final TestMonitor test = TestMonitor.create();

    private FakeScript watch() {
        MonitoredCircuitBreakers.watch(test.monitor(), Map.of(TARGET, breaker));
        return test.checker().on(TARGET);
    }

    @Test
    void targetThatGoesDown_opensItsBreaker() {
        watch().up().refused();
        test.advance(Duration.ofSeconds(1));
        assertThat(breaker.getState()).isEqualTo(State.CLOSED);

        test.advance(Duration.ofMinutes(1));

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
        assertThatExceptionOfType(CallNotPermittedException.class)
                .isThrownBy(() -> breaker.executeRunnable(() -> {
                    throw new AssertionError("called");
                }));
    }

    @Test
    void targetThatIsDownFromTheFirst_opensItsBreaker() {
        watch().refused();
        test.advance(Duration.ofSeconds(1));

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void targetThatComesBack_letsTrialCallsThrough_whichCloseTheBreaker() {
        watch().refused().times(5).up();
        test.advance(Duration.ofMinutes(2));
        assertThat(breaker.getState()).isEqualTo(State.HALF_OPEN);

        breaker.executeRunnable(() -> {});
        breaker.executeRunnable(() -> {});

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void unknownResults_changeNothing() {
        watch().up().unknown(UnknownReason.NO_DESCRIPTORS);
        test.advance(Duration.ofMinutes(10));

        assertThat(breaker.getState()).isEqualTo(State.CLOSED);

        breaker.transitionToOpenState();
        test.advance(Duration.ofMinutes(10));

        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void stateSetByHand_stays() {
        breaker.transitionToDisabledState();
        watch().up().refused().times(10).up();
        test.advance(Duration.ofMinutes(10));

        assertThat(test.transitions()).hasSize(3);
        assertThat(breaker.getState()).isEqualTo(State.DISABLED);
    }

    @Test
    void realTarget_opensAndHalfOpensItsBreaker(@StartPeer TcpPeer peer) {
        peer.goDown();
        try (Checker checker = Checker.create();
                Monitor monitor = Monitor.builder(checker)
                        .interval(Duration.ofMillis(100))
                        .build()) {
            MonitoredCircuitBreakers.watch(monitor, Map.of(peer.target(), breaker));
            await().atMost(LIMIT).until(breaker::getState, State.OPEN::equals);

            peer.goUp();

            await().atMost(LIMIT).until(breaker::getState, State.HALF_OPEN::equals);
        }
    }
}
