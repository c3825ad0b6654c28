package io.halfshake.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.testing.CheckResults;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EngineLivenessTest {
    private static final String OWN = "127.0.0.1:9515";

    private final List<CompletableFuture<CheckResult>> started = new ArrayList<>();
    private final EngineLiveness liveness = new EngineLiveness(() -> {
        started.add(new CompletableFuture<>());
        return started.get(started.size() - 1);
    });

    private void complete(CheckResult result) {
        assertThat(started.get(started.size() - 1).complete(result)).isTrue();
    }

    @Test
    void checkThatHasNotEnded_isAnObstacleAndNoOtherIsStarted() {
        for (int i = 0; i < 10; i++) {
            assertThat(liveness.obstacle()).isEqualTo("a check of this watcher's own address has not ended");
        }
        assertThat(started).hasSize(1);

        complete(CheckResults.up(OWN));
        assertThat(liveness.obstacle()).isNull();
        assertThat(liveness.obstacle()).isNotNull();
        assertThat(started).hasSize(2);
    }

    private static Stream<CheckResult> findings() {
        return Stream.of(
                CheckResults.up(OWN),
                CheckResults.refused(OWN),
                CheckResults.timedOut(OWN),
                CheckResults.unknown(OWN, UnknownReason.SATURATED),
                CheckResults.unknown(OWN, UnknownReason.NO_DESCRIPTORS),
                CheckResults.unknown(OWN, UnknownReason.LOCAL_FAILURE));
    }

    /** Some of these are a trouble of this machine, which a restart does not change. */
    @ParameterizedTest
    @MethodSource("findings")
    void engineThatFindsSomething_works(CheckResult result) {
        assertThat(liveness.obstacle()).isNotNull();
        complete(result);
        assertThat(liveness.obstacle()).isNull();
    }

    /** As the checker ends a check for which the engine gives no outcome. */
    @Test
    void stalledCheck_isAnObstacleUntilAnotherHasEnded() {
        assertThat(liveness.obstacle()).isNotNull();
        complete(CheckResults.unknown(OWN, UnknownReason.STALLED));
        assertThat(liveness.obstacle())
                .startsWith("a check of this watcher's own address: ")
                .contains(OWN);

        assertThat(liveness.obstacle()).endsWith(" has not ended");
        complete(CheckResults.up(OWN));
        assertThat(liveness.obstacle()).isNull();
    }

    @Test
    void checkThatEndsAtOnce_needsNoSecondCall() {
        EngineLiveness quick = new EngineLiveness(() -> CompletableFuture.completedFuture(CheckResults.up(OWN)));
        assertThat(quick.obstacle()).isNull();
    }

    @Test
    void checkerThatThrowsOrFails_isAnObstacle() {
        EngineLiveness throwing = new EngineLiveness(() -> {
            throw new IllegalStateException("checker: closed (expected open)");
        });
        assertThat(throwing.obstacle())
                .startsWith("a check of this watcher's own address failed: ")
                .endsWith("checker: closed (expected open)");

        assertThat(liveness.obstacle()).isNotNull();
        assertThat(started.get(0).cancel(true)).isTrue();
        assertThat(liveness.obstacle()).contains("CancellationException");
    }
}
