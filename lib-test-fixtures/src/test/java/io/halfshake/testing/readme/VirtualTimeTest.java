package io.halfshake.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import io.halfshake.retry.Retry;
import io.halfshake.retry.RetryResult;
import io.halfshake.testing.FakeChecker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class VirtualTimeTest {
    @Test
    void retry_succeedsAfterATimeout() {
        FakeChecker checker = FakeChecker.create();
        checker.on("db:5432").timesOut().up(Duration.ofMillis(2));
        Retry retry = Retry.of(2).withAttemptTimeout(Duration.ofMinutes(1));

        CompletableFuture<RetryResult> result = retry.checkAsync(checker, "db:5432", Duration.ofMinutes(5));
        checker.time().advance(Duration.ofMinutes(2));

        assertThat(result.join().isUp()).isTrue();
    }

    @Test
    void diagnosis_findsTheServiceDown() {
        FakeChecker checker = FakeChecker.create();
        checker.on("db:5432").timesOut();
        checker.otherwise().refused(); // the ports that should be closed

        CompletableFuture<Diagnosis> diagnosis = Diagnoser.of(checker).diagnoseAsync("db:5432", Duration.ofMinutes(1));
        checker.time().advance(Duration.ofMinutes(1));

        assertThat(diagnosis.join().verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
    }
}
