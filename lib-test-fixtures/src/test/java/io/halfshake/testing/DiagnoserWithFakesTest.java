package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Diagnoser;
import io.halfshake.monitor.Diagnosis;
import io.halfshake.monitor.Verdict;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DiagnoserWithFakesTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeChecker checker = FakeChecker.create();
    private final Diagnoser diagnoser = Diagnoser.of(checker);

    @Test
    void aScriptSaysWhatTheServiceAndItsHostDo() {
        checker.on("db:5432").refused();
        checker.otherwise().refused();
        assertThat(diagnoser.diagnose("db:5432", SECOND).verdict()).isEqualTo(Verdict.SERVICE_DOWN);

        checker.otherwise().up();
        assertThat(diagnoser.diagnose("web:80", SECOND).verdict()).isEqualTo(Verdict.INTERCEPTED);
    }

    @Test
    void ofASilentNameTheAddressHasTheOtherHalfOfTheTimeout() {
        checker.otherwise().timesOut();
        CompletableFuture<Diagnosis> future = diagnoser.diagnoseAsync("db:5432", SECOND);
        checker.time().advance(SECOND.dividedBy(2));
        assertThat(future).isNotDone();
        assertThat(checker.asked()).hasSize(3);
        checker.time().advance(SECOND);
        assertThat(future.join().verdict()).isEqualTo(Verdict.CANNOT_TELL);
        assertThat(future.join().closedPorts()).hasSize(2);
    }

    @Test
    void cancellingCancelsTheChecks() {
        checker.otherwise().timesOut();
        CompletableFuture<Diagnosis> future = diagnoser.diagnoseAsync("192.0.2.5:80", SECOND);
        future.cancel(true);
        assertThat(checker.cancelled()).hasSize(3);
        assertThat(checker.stats().inFlight()).isZero();
    }
}
