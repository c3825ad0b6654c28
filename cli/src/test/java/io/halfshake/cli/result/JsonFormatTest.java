package io.halfshake.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Json;
import io.halfshake.cli.Results;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonFormatTest {
    private final JsonFormat format = new JsonFormat();

    private Map<String, Object> fields(CheckResult result) {
        String line = new String(format.line(result), StandardCharsets.UTF_8);
        assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
        return Json.object(line);
    }

    @Test
    void jsonOfUp_hasAllFields() {
        Evidence evidence =
                new Evidence(Signal.SYN_ACK, null, null, null, 1, "half-open", Handshake.HALF, Evidence.Clock.KERNEL);
        Timing timing = new Timing(400_120, 1_000, 30_500, 214_007);
        CheckResult up = new CheckResult.Up("db:5432", new InetSocketAddress("192.0.2.7", 5432), timing, evidence);
        assertThat(fields(up))
                .containsOnly(
                        Map.entry("target", "db:5432"),
                        Map.entry("address", "192.0.2.7:5432"),
                        Map.entry("state", "up"),
                        Map.entry("roundTripMicros", new BigDecimal("214.007")),
                        Map.entry("elapsedMicros", new BigDecimal("400.120")),
                        Map.entry("queuedMicros", new BigDecimal("1.000")),
                        Map.entry("resolvingMicros", new BigDecimal("30.500")),
                        Map.entry("engine", "half-open"),
                        Map.entry("handshake", "half"),
                        Map.entry("syns", BigDecimal.ONE),
                        Map.entry("signal", "syn_ack"),
                        Map.entry("clock", "kernel"));
    }

    @Test
    void jsonOfDown_hasReasonAndEvidence() {
        Evidence evidence = new Evidence(
                Signal.ICMP,
                new IcmpMessage(4, 3, 13),
                "connect",
                "EHOSTUNREACH",
                2,
                "syn",
                Handshake.HALF,
                Evidence.Clock.NONE);
        Timing timing = new Timing(1_000_000, 0, 0, Timing.NO_ROUND_TRIP);
        CheckResult down = new CheckResult.Down(
                "192.0.2.7:80", new InetSocketAddress("192.0.2.7", 80), DownReason.UNREACHABLE, timing, evidence);
        assertThat(fields(down))
                .containsEntry("state", "down")
                .containsEntry("reason", "unreachable")
                .containsEntry("systemCall", "connect")
                .containsEntry("errno", "EHOSTUNREACH")
                .containsEntry("signal", "icmp")
                .containsEntry(
                        "icmp",
                        Map.of(
                                "ipVersion", new BigDecimal(4),
                                "type", new BigDecimal(3),
                                "code", new BigDecimal(13)))
                .doesNotContainKeys("roundTripMicros", "queuedMicros", "resolvingMicros", "error");
    }

    @Test
    void jsonOfUnknown_hasReasonAndError() {
        assertThat(fields(Results.unknown("nosuch:1", UnknownReason.UNRESOLVED, new IOException("say \"what\"?\n"))))
                .containsEntry("state", "unknown")
                .containsEntry("reason", "unresolved")
                .containsEntry("error", "say \"what\"?\n")
                .containsEntry("signal", "local")
                .doesNotContainKeys("address", "roundTripMicros");
    }

    @ParameterizedTest
    @EnumSource
    void jsonOfDown_namesEveryReason(DownReason reason) {
        assertThat((String) fields(Results.down("db:1", reason)).get("reason"))
                .isEqualToIgnoringCase(reason.name())
                .isLowerCase();
    }

    @ParameterizedTest
    @EnumSource
    void jsonOfUnknown_namesEveryReason(UnknownReason reason) {
        assertThat(fields(Results.unknown("db:1", reason, null)))
                .extractingByKey("reason")
                .asString()
                .isEqualToIgnoringCase(reason.name());
    }

    @Test
    void absentReasonAndError_areOmitted() {
        assertThat(fields(Results.up("db:1", 1))).doesNotContainKeys("reason", "error");
        assertThat(fields(Results.unknown("db:1", UnknownReason.SATURATED, null)))
                .doesNotContainKey("error");
    }

    @Test
    void roundTrip_isNeverZero() {
        assertThat(fields(Results.up("db:1", 7))).containsEntry("roundTripMicros", new BigDecimal("0.007"));
        assertThat(fields(Results.up("db:1", 0))).containsEntry("roundTripMicros", new BigDecimal("0.001"));
    }

    @Test
    void longDurations_areWrittenWithoutAnExponent() {
        assertThat(new String(format.line(Results.up("db:1", 3_600_000_000_000L)), StandardCharsets.UTF_8))
                .contains("\"roundTripMicros\":3600000000.000,");
    }
}
