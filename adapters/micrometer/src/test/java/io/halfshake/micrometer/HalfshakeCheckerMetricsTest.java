package io.halfshake.micrometer;

import static io.halfshake.micrometer.Meters.count;
import static io.halfshake.micrometer.Meters.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckerStats;
import io.halfshake.EngineReport;
import io.halfshake.EngineReport.PassedOver;
import io.halfshake.Handshake;
import io.halfshake.testing.FakeChecker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfshakeCheckerMetricsTest {
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final StubChecker checker = new StubChecker();
    private final HalfshakeCheckerMetrics metrics = new HalfshakeCheckerMetrics(checker);

    @Test
    void eachCounterOfTheChecker_hasItsMeter() {
        metrics.bindTo(registry);
        checker.stats = new CheckerStats(11, 22, 33, 44, 55, 66, 77_000_000, 88, 99);

        assertThat(value(registry, "halfshake.checker.checks", "result", "up")).isEqualTo(11);
        assertThat(value(registry, "halfshake.checker.checks", "result", "down"))
                .isEqualTo(22);
        assertThat(value(registry, "halfshake.checker.checks", "result", "unknown"))
                .isEqualTo(33);
        assertThat(value(registry, "halfshake.checker.checks", "result", "cancelled"))
                .isEqualTo(44);
        assertThat(value(registry, "halfshake.handshakes.full")).isEqualTo(55);
        assertThat(value(registry, "halfshake.callbacks.rejected")).isEqualTo(66);
        assertThat(value(registry, "halfshake.answer.wait.max")).isEqualTo(0.077);
        assertThat(value(registry, "halfshake.checks.active")).isEqualTo(88);
        assertThat(value(registry, "halfshake.checks.queued")).isEqualTo(99);
        assertThat(value(registry, "halfshake.checks.limit")).isEqualTo(1_000);
    }

    @Test
    void engineThatIsReplaced_isShown() {
        PassedOver better = new PassedOver("half-open", "no route to loopback");
        checker.engine = new EngineReport("connect", Handshake.FULL, 100, List.of(better), false, null);
        metrics.bindTo(registry);

        assertThat(count(registry, "halfshake.engine")).isEqualTo(4);
        assertThat(value(registry, "halfshake.engine", "engine", "connect", "handshake", "full"))
                .isEqualTo(1);
        assertThat(value(registry, "halfshake.engine", "engine", "connect", "handshake", "half"))
                .isZero();
        assertThat(value(registry, "halfshake.engine", "engine", "half-open", "handshake", "half"))
                .isZero();

        checker.engine = new EngineReport("half-open", Handshake.HALF, 100, List.of(), false, null);
        assertThat(value(registry, "halfshake.engine", "engine", "connect", "handshake", "full"))
                .isZero();
        assertThat(value(registry, "halfshake.engine", "engine", "half-open", "handshake", "half"))
                .isEqualTo(1);
    }

    @Test
    void closedChecker_showsItsLastValues() {
        FakeChecker fake = FakeChecker.create();
        fake.otherwise().up();
        new HalfshakeCheckerMetrics(fake).bindTo(registry);
        assertThat(fake.checkAddr("db:80", Duration.ofSeconds(1)).isUp()).isTrue();
        fake.close();

        assertThat(value(registry, "halfshake.checker.checks", "result", "up")).isEqualTo(1);
    }

    /** A mock is as good as a checker to an application's tests. */
    @Test
    void checkerWithoutCountersAndEngine_hasMadeNoCheck() {
        try (HalfshakeCheckerMetrics bare = new HalfshakeCheckerMetrics(BareChecker.create())) {
            bare.bindTo(registry);

            assertThat(value(registry, "halfshake.checker.checks", "result", "up"))
                    .isZero();
            assertThat(value(registry, "halfshake.checks.active")).isZero();
            assertThat(value(registry, "halfshake.checks.limit")).isNaN();
            assertThat(count(registry, "halfshake.engine")).isZero();
        }
    }

    @Test
    void close_removesTheMetersFromAllRegistries() {
        MeterRegistry second = new SimpleMeterRegistry();
        metrics.bindTo(registry);
        metrics.bindTo(second);
        metrics.bindTo(second);
        assertThat(Meters.describe(second)).isEqualTo(Meters.describe(registry));
        metrics.close();
        metrics.close();

        assertThat(registry.getMeters()).isEmpty();
        assertThat(second.getMeters()).isEmpty();
        assertThatIllegalStateException()
                .isThrownBy(() -> metrics.bindTo(registry))
                .withMessage("metrics: closed (expected to be open)");
    }

    @Test
    void secondChecker_needsTagsOfItsOwn() {
        List<String> log = new ArrayList<>();
        metrics.bindTo(registry);
        new HalfshakeCheckerMetrics(new StubChecker(), Tags.of("checker", "second"), log::add).bindTo(registry);
        assertThat(log).isEmpty();
        new HalfshakeCheckerMetrics(new StubChecker(), Tags.empty(), log::add).bindTo(registry);

        assertThat(log).hasSize(1);
    }
}
