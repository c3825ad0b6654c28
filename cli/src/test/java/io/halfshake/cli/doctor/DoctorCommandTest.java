package io.halfshake.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.Handshake;
import io.halfshake.cli.Json;
import io.halfshake.cli.Shell;
import io.halfshake.spi.EngineAvailability;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
    private static final EngineStatus MISSING = new EngineStatus(
            "half-open",
            "reuses kernel sockets",
            EngineAvailability.unavailable("no library for this processor", List.of("loaded nothing")));
    private static final EngineStatus PRESENT = new EngineStatus(
            "connect",
            "Socket.connect",
            EngineAvailability.available(Handshake.HALF, List.of("asked 127.0.0.1", "its accept queue stayed empty")));
    private static final EngineReport CHOSEN = new EngineReport(
            "connect",
            Handshake.HALF,
            512,
            List.of(new EngineReport.PassedOver("half-open", "no library for this processor")),
            false,
            null);
    private static final DoctorReport REPORT =
            new DoctorReport(List.of(MISSING, PRESENT), CHOSEN, null, Map.of("processors", "2"));
    private static final DoctorReport NO_ENGINE =
            new DoctorReport(List.of(MISSING), null, "engine: any (expected one that works)", Map.of());

    private final Shell shell = new Shell();

    @Test
    void doctorText_showsEveryEngineWithCauseAndEvidence() {
        assertThat(DoctorText.of(REPORT)).isEqualTo("""
                        Engines, in order of preference:
                          half-open     not available
                                        reuses kernel sockets
                                        cause: no library for this processor
                                        - loaded nothing
                          connect       half handshake
                                        Socket.connect
                                        - asked 127.0.0.1
                                        - its accept queue stayed empty

                        Default engine: connect, half handshake, up to 512 checks in flight
                          half-open is not available: no library for this processor

                        This machine:
                          processors    2
                        """);
    }

    @Test
    void doctorJson_hasEveryEngineWithCauseAndEvidence() {
        assertThat(Json.object(DoctorJson.of(REPORT)))
                .containsOnlyKeys("engines", "chosen", "machine")
                .containsEntry(
                        "engines",
                        List.of(
                                Map.of(
                                        "name", "half-open",
                                        "description", "reuses kernel sockets",
                                        "available", false,
                                        "cause", "no library for this processor",
                                        "evidence", List.of("loaded nothing")),
                                Map.of(
                                        "name", "connect",
                                        "description", "Socket.connect",
                                        "available", true,
                                        "handshake", "half",
                                        "evidence", List.of("asked 127.0.0.1", "its accept queue stayed empty"))))
                .containsEntry(
                        "chosen",
                        Map.of(
                                "engine",
                                "connect",
                                "handshake",
                                "half",
                                "maxInFlight",
                                new BigDecimal(512),
                                "passedOver",
                                List.of(Map.of("engine", "half-open", "cause", "no library for this processor"))))
                .containsEntry("machine", Map.of("processors", "2"));
    }

    @Test
    void doctorWithoutAWorkingEngine_showsTheFailure() {
        assertThat(DoctorText.of(NO_ENGINE))
                .contains("\nDefault engine: none: engine: any (expected one that works)\n");
        assertThat(Json.object(DoctorJson.of(NO_ENGINE)))
                .containsEntry("failure", "engine: any (expected one that works)")
                .doesNotContainKey("chosen");
    }

    @Test
    void exitStatusOfDoctor_isZeroOnlyForHalfOpenChecks() {
        assertThat(REPORT.exitStatus()).isZero();
        assertThat(NO_ENGINE.exitStatus()).isEqualTo(1);
        EngineReport full = new EngineReport("connect", Handshake.FULL, 512, List.of(), false, "no option");
        assertThat(new DoctorReport(List.of(PRESENT), full, null, Map.of()).exitStatus())
                .isEqualTo(1);
    }

    @Test
    void doctor_examinesThisMachine() {
        shell.engines.add(PRESENT);
        assertThat(shell.run("doctor")).isZero();
        assertThat(shell.output())
                .contains("  connect       half handshake\n", "Default engine: fake, half handshake")
                .contains(System.getProperty("java.version"), "TCP_QUICKACK", "processors");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void doctor_writesOneLineOfJson() {
        assertThat(shell.run("doctor", "--json")).isZero();
        assertThat(shell.output()).containsOnlyOnce("\n");
        assertThat(Json.object(shell.output())).containsOnlyKeys("engines", "chosen", "machine");
    }
}
