package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.UnknownReason;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.retry.Retry;
import io.halfshake.retry.RetryResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is built on a checker, with one that returns null, as a mock does. */
class BareCheckerTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static CheckResult firstResult(Checker checker) throws Exception {
        CompletableFuture<CheckResult> first = new CompletableFuture<>();
        MonitorListener listener = new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {}

            @Override
            public void onResult(TargetResult result) {
                first.complete(result.result());
            }
        };
        try (Monitor monitor = Monitor.builder(checker).listener(listener).build()) {
            monitor.add("db:5432");
            return first.get(60, TimeUnit.SECONDS);
        }
    }

    private static void assertUnknownBecause(CheckResult result, String cause) {
        assertThat(result).isInstanceOfSatisfying(CheckResult.Unknown.class, unknown -> {
            assertThat(unknown.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(unknown.cause())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage(cause);
        });
    }

    @Test
    void monitor_makesNullInsteadOfAFutureUnknown() throws Exception {
        assertUnknownBecause(firstResult(BareChecker.create()), "checker.checkAddrAsync: null (expected a future)");
    }

    @Test
    void monitor_makesAFutureOfNullUnknown() throws Exception {
        assertUnknownBecause(
                firstResult(BareChecker.returning(CompletableFuture.completedFuture(null))),
                "checker.checkAddrAsync: null (expected a future of a result)");
    }

    @Test
    void monitor_takesPortsWhereTheEngineIsNull() {
        try (Monitor monitor = Monitor.builder(BareChecker.create()).build()) {
            monitor.add("db:5432");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> monitor.add("db"))
                    .withMessageStartingWith("target: \"db\" (expected ");
        }
    }

    @Test
    void retry_throwsWithTheCallThatReturnedNull() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Retry.of(2).check(BareChecker.create(), "db:5432", TIMEOUT))
                .withMessage("checker.checkAddr: null (expected a result)");
    }

    @Test
    void retry_failsTheFutureWhereACheckReturnsNull() {
        CompletableFuture<CheckResult> later = new CompletableFuture<>();
        List<CompletableFuture<RetryResult>> failed = List.of(
                Retry.of(2).checkAsync(BareChecker.create(), "db:5432", TIMEOUT),
                Retry.of(2)
                        .checkAsync(BareChecker.returning(CompletableFuture.completedFuture(null)), "db:5432", TIMEOUT),
                Retry.of(2).checkAsync(BareChecker.returning(later), "db:5432", TIMEOUT));
        later.complete(null);

        assertThat(failed)
                .allSatisfy(future -> assertThat(future)
                        .failsWithin(TIMEOUT)
                        .withThrowableOfType(ExecutionException.class)
                        .havingCause()
                        .isInstanceOf(IllegalStateException.class)
                        .withMessage("checker.checkAddrAsync: null (expected a future of a result)"));
    }

    @Test
    void diagnoser_throwsWithTheCallThatReturnedNull() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Diagnoser.of(BareChecker.create()).diagnose("db:5432", TIMEOUT))
                .withMessage("checker.checkAddrAsync: null (expected a future)");
        assertThatIllegalStateException()
                .isThrownBy(() -> Diagnoser.of(BareChecker.create()).diagnose("127.0.0.1", TIMEOUT))
                .withMessage("checker.checkAsync: null (expected a future)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diagnoser.of(BareChecker.create()).withEcho(BareChecker.create()))
                .withMessage("echo: no engine (expected an engine that asks hosts)");
    }

    @Test
    void diagnosis_failsWhereAFutureHasNoResult() {
        Checker checker = BareChecker.returning(CompletableFuture.completedFuture(null));

        assertThat(Diagnoser.of(checker).diagnoseAsync("db:5432", TIMEOUT))
                .failsWithin(TIMEOUT)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(IllegalStateException.class)
                .withMessage("checker.checkAddrAsync: null (expected a future of a result)");
    }
}
