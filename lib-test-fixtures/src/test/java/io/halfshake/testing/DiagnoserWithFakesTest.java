package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DiagnoserWithFakesTest {
    /** Of real time: more than a slow machine takes. */
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final FakeChecker checker = FakeChecker.create();
    private final Diagnoser diagnoser = Diagnoser.of(checker);

    @Test
    void script_decidesTheDiagnosis() {
        checker.on("db:5432").refused();
        checker.otherwise().refused();
        assertThat(diagnoser.diagnose("db:5432", TIMEOUT).verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
    }

    @Test
    void answersOfClosedPorts_areDiagnosedAsIntercepted() {
        checker.otherwise().up();
        assertThat(diagnoser.diagnose("web:80", TIMEOUT).verdict()).isEqualTo(DiagnosisVerdict.INTERCEPTED);
    }

    @Test
    void silentName_isProbedAtItsAddressAfterHalfTheTimeout() {
        checker.otherwise().timesOut();
        CompletableFuture<Diagnosis> future = diagnoser.diagnoseAsync("db:5432", TIMEOUT);
        checker.time().advance(TIMEOUT.dividedBy(2));
        assertThat(future).isNotDone();
        assertThat(checker.recordedChecks()).hasSize(3);
        assertThat(checker.recordedChecks().get(0).timeout()).isEqualTo(TIMEOUT.dividedBy(2));
        // What is left of the real time, of which little has passed.
        assertThat(checker.recordedChecks().subList(1, 3))
                .extracting(RecordedCheck::timeout)
                .allSatisfy(timeout -> assertThat(timeout).isPositive().isLessThanOrEqualTo(TIMEOUT));
        checker.time().advance(TIMEOUT);
        assertThat(future.join().verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(future.join().closedPorts()).hasSize(2);
    }

    @Test
    void cancel_cancelsTheChecks() {
        checker.otherwise().timesOut();
        CompletableFuture<Diagnosis> future = diagnoser.diagnoseAsync("192.0.2.5:80", TIMEOUT);
        future.cancel(true);
        assertThat(checker.cancelled()).hasSize(3);
        assertThat(checker.stats().inFlight()).isZero();
    }
}
