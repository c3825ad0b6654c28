package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Json;
import io.halfshake.cli.Results;
import io.halfshake.cli.result.JsonFormat;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class WatchJsonTest {
    private final WatchJson json = new WatchJson();
    private final TestMonitor rig = TestMonitor.create(
            builder -> builder.interval(Duration.ofSeconds(1)).rise(1).fall(1));

    private List<Map<String, Object>> report() {
        return Json.lines(json.report(
                new WatchFindings(rig.monitor().snapshot(), rig.checker().engine(), 0)));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text);
    }

    @Test
    void transitionJson_containsItsResultInTheFormatOfCheck() {
        rig.watch("192.0.2.7:1").up(Duration.ofMillis(2)).refused().times(3).up(Duration.ofMillis(2));
        rig.advance(Duration.ofSeconds(5));
        Transition down = rig.transitions().get(1);
        Transition up = rig.transitions().get(2);

        assertThat(Json.object(json.transition(down, null)))
                .containsEntry("type", "transition")
                .containsEntry("target", "192.0.2.7:1")
                .containsEntry("from", "up")
                .containsEntry("to", "down")
                .containsEntry("at", "2000-01-01T00:00:01Z")
                .containsEntry("text", down.evidence().describe())
                .containsEntry("bounds", Map.of("earliest", "2000-01-01T00:00:00Z", "latest", "2000-01-01T00:00:01Z"))
                .containsEntry(
                        "result",
                        Json.object(new String(
                                new JsonFormat().line(down.evidence()), java.nio.charset.StandardCharsets.UTF_8)))
                .doesNotContainKeys("outageShortestMicros", "outageLongestMicros");
        assertThat(Json.object(json.transition(up, OutageLength.between(down, up))))
                .containsEntry("outageShortestMicros", number("2000000.000"))
                .containsEntry("outageLongestMicros", number("4002000.000"));
    }

    @Test
    void transitionJsonAfterAnUnobservedStart_hasNoLongestOutage() {
        rig.watch("192.0.2.7:1").refused().times(3).up();
        rig.advance(Duration.ofSeconds(5));
        List<Transition> transitions = rig.transitions();
        assertThat(Json.object(json.transition(
                        transitions.get(1), OutageLength.between(transitions.get(0), transitions.get(1)))))
                .containsEntry("outageShortestMicros", number("2000000.000"))
                .doesNotContainKey("outageLongestMicros");
    }

    @Test
    void unknownJson_hasATypeOfItsOwn() {
        CheckResult.Unknown result = (CheckResult.Unknown) Results.unknown("db:1", UnknownReason.UNRESOLVED, null);
        assertThat(Json.object(json.unknown(Instant.EPOCH, result)))
                .containsEntry("type", "unknown")
                .containsEntry("target", "db:1")
                .containsEntry("at", "1970-01-01T00:00:00Z")
                .containsKey("result");
    }

    @Test
    void reportJson_containsTheOutages() {
        rig.watch("db:1").up(Duration.ofMillis(2)).refused().times(3).up(Duration.ofMillis(2));
        rig.advance(Duration.ofSeconds(8));
        assertThat(report())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("type", "report")
                        .containsEntry("target", "db:1")
                        .containsEntry("state", "up")
                        .containsEntry(
                                "checks",
                                Map.of(
                                        "up", number("5"),
                                        "down", number("3"),
                                        "unknown", number("0"),
                                        "held", number("0")))
                        .containsEntry("reasons", Map.of("refused", number("3")))
                        .containsEntry("outageCount", number("1"))
                        .containsEntry("downtimeAtLeastMicros", number("2000000.000"))
                        .containsEntry("downtimeAtMostMicros", number("4002000.000"))
                        .containsEntry(
                                "outages",
                                List.of(Map.of(
                                        "began",
                                                Map.of(
                                                        "earliest",
                                                        "2000-01-01T00:00:00Z",
                                                        "latest",
                                                        "2000-01-01T00:00:01Z"),
                                        "ended",
                                                Map.of(
                                                        "earliest",
                                                        "2000-01-01T00:00:03Z",
                                                        "latest",
                                                        "2000-01-01T00:00:04.002Z"),
                                        "ongoing", false,
                                        "beganUnseen", false,
                                        "reason", "refused",
                                        "shortestMicros", number("2000000.000"),
                                        "longestMicros", number("4002000.000"))))
                        .containsEntry("unobserved", List.of())
                        .containsEntry("unobservedMicros", number("0.000"))
                        .containsKeys("roundTripMicros", "availability", "loss", "observedFrom", "asOf", "since"));
    }

    @Test
    void ongoingOutageJson_hasNoEnd() {
        rig.watch("db:1").up().refused();
        rig.advance(Duration.ofSeconds(5));
        assertThat(report())
                .singleElement()
                .extracting(line -> line.get("outages"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .singleElement()
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsEntry("ongoing", true)
                .containsKeys("began", "shortestMicros")
                .doesNotContainKeys("ended", "longestMicros");
    }

    @Test
    void reportJson_containsTheUnobservedSpans() {
        rig.watch("db:1").up();
        rig.advance(Duration.ofMillis(2_500));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(2));
        assertThat(report())
                .singleElement()
                .extracting(line -> line.get("unobserved"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(1);
    }

    @Test
    void reportJson_omitsUnknownValues() {
        rig.watch("db:1").unknown(UnknownReason.UNRESOLVED);
        rig.advance(Duration.ofSeconds(1));
        assertThat(report())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("state", "unknown")
                        .containsEntry("lastText", "db:1 is unknown: unresolved after 0 us")
                        .doesNotContainKeys("observedFrom", "availability", "roundTripMicros", "loss"));
    }
}
