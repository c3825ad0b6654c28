package recipes.opentelemetry;

import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.assertThat;
import static io.opentelemetry.sdk.testing.assertj.OpenTelemetryAssertions.equalTo;

import io.halfshake.UnknownReason;
import io.halfshake.testing.TestMonitor;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HalfshakeMetricsTest {
    private static final AttributeKey<String> STATE = AttributeKey.stringKey("halfshake.target.state");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("server.address");
    private static final AttributeKey<Long> PORT = AttributeKey.longKey("server.port");
    private static final AttributeKey<String> RESULT = AttributeKey.stringKey("halfshake.result");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final InMemoryMetricReader reader = InMemoryMetricReader.create();
    private final SdkMeterProvider provider =
            SdkMeterProvider.builder().registerMetricReader(reader).build();
    private final TestMonitor test = TestMonitor.create(monitor -> monitor.startSpread(Duration.ZERO));
    private HalfshakeMetrics metrics;

    @BeforeEach
    void bind() {
        metrics = new HalfshakeMetrics(provider.get("halfshake"), test.monitor());
    }

    @AfterEach
    void close() {
        provider.close();
    }

    @Test
    void status_isOneForTheStateOfATarget_andZeroForOthers() {
        test.watch("db:5432").up().refused();
        test.watch("[::1]:6379").unknown(UnknownReason.NO_DESCRIPTORS);
        test.advance(Duration.ofSeconds(1));

        assertThat(states("db")).isEqualTo(Map.of("up", 1L, "down", 0L, "unknown", 0L));
        assertThat(states("::1")).isEqualTo(Map.of("up", 0L, "down", 0L, "unknown", 1L));

        test.advance(Duration.ofMinutes(1));

        assertThat(states("db")).isEqualTo(Map.of("up", 0L, "down", 1L, "unknown", 0L));
        assertThat(metric("halfshake.target.status").getLongSumData().isMonotonic())
                .isFalse();
        assertThat(metric("halfshake.target.status").getLongSumData().getPoints())
                .extracting(point -> point.getAttributes().get(PORT))
                .containsOnly(5432L, 6379L);
    }

    @Test
    void checks_areCountedByResultAndReason() {
        test.watch("db:5432").up().up().refused().unknown(UnknownReason.NO_DESCRIPTORS);
        test.advance(Duration.ofSeconds(11));

        assertThat(metric("halfshake.checks"))
                .hasUnit("{check}")
                .hasLongSumSatisfying(sum -> sum.isMonotonic()
                        .hasPointsSatisfying(
                                point -> point.hasValue(2).hasAttributesSatisfyingExactly(equalTo(RESULT, "up")),
                                point -> point.hasValue(1)
                                        .hasAttributesSatisfyingExactly(
                                                equalTo(RESULT, "down"), equalTo(ERROR, "refused")),
                                point -> point.hasValue(1)
                                        .hasAttributesSatisfyingExactly(
                                                equalTo(RESULT, "unknown"), equalTo(ERROR, "no_descriptors"))));
    }

    @Test
    void roundTrips_areAHistogramInSeconds_withoutTargets() {
        test.watch("db:5432").up(Duration.ofMillis(2));
        test.watch("cache:6379").up(Duration.ofMillis(20)).refused();
        test.advance(Duration.ofSeconds(1));

        assertThat(metric("halfshake.check.round_trip"))
                .hasUnit("s")
                .hasHistogramSatisfying(histogram -> histogram.hasPointsSatisfying(
                        point -> point.hasCount(2).hasSum(0.022).hasAttributes(Attributes.empty())));
    }

    @Test
    void close_removesTheMetrics() throws Exception {
        test.watch("db:5432").up();
        test.advance(Duration.ofSeconds(1));
        reader.collectAllMetrics();

        metrics.close();
        test.advance(Duration.ofMinutes(1));

        assertThat(reader.collectAllMetrics())
                .extracting(MetricData::getName)
                .doesNotContain("halfshake.checks", "halfshake.target.status");
        assertThat(test.monitor().stats().checks().up()).isGreaterThan(1);
        // A histogram cannot be removed.
        assertThat(metric("halfshake.check.round_trip"))
                .hasHistogramSatisfying(histogram -> histogram.hasPointsSatisfying(point -> point.hasCount(1)));
    }

    private Map<String, Long> states(String host) {
        return metric("halfshake.target.status").getLongSumData().getPoints().stream()
                .filter(point -> host.equals(point.getAttributes().get(ADDRESS)))
                .collect(Collectors.toMap(point -> point.getAttributes().get(STATE), LongPointData::getValue));
    }

    private MetricData metric(String name) {
        return reader.collectAllMetrics().stream()
                .filter(each -> each.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
