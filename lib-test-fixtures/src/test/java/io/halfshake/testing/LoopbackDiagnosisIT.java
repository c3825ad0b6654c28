package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Diagnoses of this machine, with the engine that every machine has. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class LoopbackDiagnosisIT {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int MAX_STALLS = 20;
    private final Checker checker = Checker.builder().engine("connect").build();
    private final Diagnoser diagnoser = Diagnoser.of(checker);

    @AfterEach
    void closeChecker() {
        checker.close();
    }

    @Test
    void listener_isDiagnosedAsServiceUp() {
        try (TcpPeer peer = TcpPeer.accepting()) {
            Diagnosis diagnosis = diagnoser.diagnose(peer.target(), LONG);
            assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.SERVICE_UP);
            assertThat(diagnosis.closedPorts()).hasSize(2).allMatch(CheckResult::hostResponded);
        }
    }

    @Test
    void closedPort_isDiagnosedAsServiceDown() {
        try (TcpPeer peer = TcpPeer.refusing()) {
            assertThat(diagnoser.diagnose(peer.target(), LONG).verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
        }
    }

    /** Then the service's silence says nothing of it, or there was no time left for the other ports. */
    private static boolean isHeldUp(Diagnosis diagnosis) {
        return diagnosis.verdict() == DiagnosisVerdict.CANNOT_TELL;
    }

    @Test
    void fullAcceptQueue_isDiagnosedAsServiceDown() {
        try (TcpPeer peer = TcpPeer.silent()) {
            Diagnosis diagnosis = diagnoser.diagnose(peer.target(), SECOND);
            for (int i = 1; i < MAX_STALLS && isHeldUp(diagnosis); i++) {
                diagnosis = diagnoser.diagnose(peer.target(), SECOND);
            }
            assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
            assertThat(diagnosis.explanation()).contains("its accept queue is full");
        }
    }

    @Test
    void name_isDiagnosedAtOneAddress() {
        Diagnosis diagnosis = diagnoser.diagnose("localhost", LONG);
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.HOST_UP);
        assertThat(diagnosis.address()).isNotNull().matches(address -> address.isLoopbackAddress());
        assertThat(diagnosis.closedPorts())
                .hasSize(2)
                .allMatch(port ->
                        port.address() != null && port.address().getAddress().equals(diagnosis.address()));
    }

    @Test
    void checkerThatNeverAnswers_isAbandoned() {
        FakeChecker hanging = FakeChecker.create();
        hanging.otherwise().timesOut();
        Diagnosis diagnosis = Diagnoser.of(hanging).diagnose("db:5432", Duration.ofMillis(10));

        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(diagnosis.service())
                .isInstanceOfSatisfying(
                        CheckResult.Unknown.class,
                        service -> assertThat(service.reason()).isEqualTo(UnknownReason.STALLED));
        // The caller may be let go a moment before the check is cancelled.
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (hanging.cancelled().isEmpty() && System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
        assertThat(hanging.cancelled()).hasSize(1);
    }
}
