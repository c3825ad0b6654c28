package io.halfshake.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.diagnosis.DiagnosisTestChecker.Asked;
import io.halfshake.internal.HungChecks;
import io.halfshake.monitor.MonitorSamples;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnoserTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int FIRST = ClosedPorts.FIRST;
    private static final int SECOND = FIRST + 1;
    private static final int ECHO = 0;
    private static final InetSocketAddress FIVE = MonitorSamples.address("db", 5);

    private final DiagnosisHandTime time = new DiagnosisHandTime();
    private final DiagnosisTestChecker checker = new DiagnosisTestChecker("sample", false);
    private final DiagnosisTestChecker echo = new DiagnosisTestChecker("echo", true);
    private final Diagnoser diagnoser = Diagnoser.of(checker).withEcho(echo);

    private CompletableFuture<Diagnosis> diagnose(String target) {
        return diagnoser.diagnoseAsync(target, TIMEOUT, time);
    }

    private static List<String> targets(DiagnosisTestChecker asked) {
        return asked.asked.stream().map(Asked::target).toList();
    }

    private static List<Duration> timeouts(DiagnosisTestChecker asked) {
        return asked.asked.stream().map(Asked::timeout).toList();
    }

    private static Diagnosis done(CompletableFuture<Diagnosis> future) {
        assertThat(future).isCompleted();
        return future.join();
    }

    private static CheckResult unknown(UnknownReason reason) {
        CheckResult.Unknown any = (CheckResult.Unknown) Reply.UNKNOWN.from("db:80", FIVE);
        return new CheckResult.Unknown("db:80", FIVE, reason, null, any.timing(), any.evidence());
    }

    @Test
    void addressTarget_getsEveryCheckAtOnceWithTheWholeTimeout() {
        CompletableFuture<Diagnosis> future = diagnose("192.0.2.5:80");
        assertThat(targets(checker)).containsExactly("192.0.2.5:80", "192.0.2.5:" + FIRST, "192.0.2.5:" + SECOND);
        assertThat(targets(echo)).containsExactly("192.0.2.5");
        assertThat(timeouts(checker)).containsOnly(TIMEOUT);
        assertThat(timeouts(echo)).containsOnly(TIMEOUT);

        echo.answer(ECHO, Reply.UP, FIVE);
        checker.answer(SECOND, Reply.RST, FIVE);
        checker.answer(80, Reply.SILENT, FIVE);
        assertThat(future).isNotDone();
        checker.answer(FIRST, Reply.SILENT, FIVE);

        Diagnosis diagnosis = done(future);
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
        assertThat(diagnosis.target()).isEqualTo("192.0.2.5:80");
        assertThat(diagnosis.address()).isEqualTo(FIVE.getAddress());
        assertThat(diagnosis.service()).isEqualTo(Reply.SILENT.from("192.0.2.5:80", FIVE));
        assertThat(diagnosis.closedPorts()).extracting(AnswerText::port).containsExactly(FIRST, SECOND);
        assertThat(diagnosis.echo()).isNotNull().matches(CheckResult::isUp);
        assertThat(time.timers).isEmpty();
    }

    @Test
    void nameTarget_isProbedAtTheAddressOfItsServiceCheck() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        assertThat(targets(checker)).containsExactly("db:80");
        assertThat(timeouts(checker)).containsExactly(TIMEOUT.dividedBy(2));
        assertThat(echo.asked).isEmpty();

        time.advance(TimeUnit.MILLISECONDS.toNanos(300));
        checker.answer(80, Reply.RST, FIVE);
        assertThat(checker.asked.subList(1, 3))
                .extracting(Asked::address)
                .containsExactly(
                        new InetSocketAddress(FIVE.getAddress(), FIRST),
                        new InetSocketAddress(FIVE.getAddress(), SECOND));
        assertThat(targets(echo)).containsExactly("192.0.2.5");
        assertThat(timeouts(checker).subList(1, 3)).containsOnly(Duration.ofMillis(1_700));
        assertThat(timeouts(echo)).containsOnly(Duration.ofMillis(1_700));

        checker.answer(FIRST, Reply.RST, FIVE);
        checker.answer(SECOND, Reply.RST, FIVE);
        echo.answer(ECHO, Reply.UP, FIVE);
        assertThat(done(future).verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
        assertThat(done(future).address()).isEqualTo(FIVE.getAddress());
    }

    @Test
    void nameWithoutAPort_isResolvedByTheFirstClosedPort() {
        CompletableFuture<Diagnosis> future = diagnose("db");
        assertThat(targets(checker)).containsExactly("db:" + FIRST);
        checker.answer(FIRST, Reply.SILENT, FIVE);
        checker.answer(SECOND, Reply.SILENT, FIVE);
        echo.answer(ECHO, Reply.UP, FIVE);

        Diagnosis diagnosis = done(future);
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.HOST_UP);
        assertThat(diagnosis.service()).isNull();
        assertThat(diagnosis.closedPorts()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.5, 192.0.2.5", "::1, ::1", "[::1], ::1", "[0:0::1]:80, ::1"})
    void addressLiteral_isRecognizedInEveryForm(String target, String host) {
        CompletableFuture<Diagnosis> unused = diagnose(target);
        assertThat(targets(echo)).containsExactly(host);
        assertThat(checker.asked).hasSize(target.endsWith(":80") ? 3 : 2);
    }

    @Test
    void diagnosisWithoutEchoChecker_sendsNoEcho() {
        CompletableFuture<Diagnosis> future = Diagnoser.of(checker).diagnoseAsync("192.0.2.5:80", TIMEOUT, time);
        List.of(80, FIRST, SECOND).forEach(port -> checker.answer(port, Reply.SILENT, FIVE));
        assertThat(done(future).verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(done(future).echo()).isNull();
        assertThat(done(future).evidence()).endsWith("echo: not asked");
    }

    @Test
    void unresolvedName_endsTheDiagnosis() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        CheckResult unresolved = MonitorSamples.unknown("db:80", null, new UnknownHostException("db"));
        checker.question(80).check().complete(unresolved);

        Diagnosis diagnosis = done(future);
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(diagnosis.address()).isNull();
        assertThat(diagnosis.closedPorts()).isEmpty();
        assertThat(diagnosis.describe())
                .isEqualTo("db:80: cannot tell; not everything could be asked (the name was not resolved: no address"
                        + " for db); the host gave no sign of life either");
    }

    @Test
    void localFailureAtThePort_stillLooksForSignsOfLife() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.question(80).check().complete(unknown(UnknownReason.NO_LOCAL_PORT));
        checker.answer(FIRST, Reply.SILENT, FIVE);
        checker.answer(SECOND, Reply.SILENT, FIVE);
        echo.answer(ECHO, Reply.UP, FIVE);

        assertThat(done(future).verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(done(future).explanation())
                .isEqualTo("not everything could be asked (no local port); the host gave a sign of life, though");
    }

    @ParameterizedTest
    @CsvSource({"CHECKER_CLOSED", "INTERRUPTED"})
    void stoppedCheck_startsNoFurtherChecks(UnknownReason reason) {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.question(80).check().complete(unknown(reason));
        assertThat(done(future).verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(checker.asked).hasSize(1);
    }

    @Test
    void expiredTimeout_startsNoFurtherChecks() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        time.advance(TIMEOUT.toNanos());
        checker.answer(80, Reply.UP, FIVE);
        assertThat(done(future).verdict()).isEqualTo(DiagnosisVerdict.SERVICE_UP);
        assertThat(done(future).explanation())
                .isEqualTo("it answered; whether something answers for every port there could not be ruled out");
        assertThat(checker.asked).hasSize(1);
    }

    @Test
    void hangingChecker_isAbandonedAndOtherAnswersCount() {
        CompletableFuture<Diagnosis> future = diagnose("192.0.2.5:80");
        assertThat(time.timerNanos).isEqualTo(TIMEOUT.toNanos() + HungChecks.GRACE_NANOS);
        checker.answer(FIRST, Reply.RST, FIVE);
        echo.answer(ECHO, Reply.UP, FIVE);
        time.advance(TIMEOUT.toNanos() + HungChecks.GRACE_NANOS);
        List.copyOf(time.timers).forEach(Runnable::run);

        Diagnosis diagnosis = done(future);
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(diagnosis.service())
                .isInstanceOfSatisfying(
                        CheckResult.Unknown.class,
                        service -> assertThat(service.reason()).isEqualTo(UnknownReason.STALLED));
        assertThat(diagnosis.explanation())
                .isEqualTo("not everything could be asked (stalled: checker: no answer within its timeout); the host"
                        + " gave a sign of life, though");
        assertThat(checker.question(80).check()).isCancelled();
        assertThat(checker.question(SECOND).check()).isCancelled();
    }

    @Test
    void failureToAbandonAHangingChecker_failsTheDiagnosis() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.engineFailure = new IllegalStateException("broken");
        List.copyOf(time.timers).forEach(Runnable::run);

        assertThat(future).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("broken");
        assertThat(checker.question(80).check()).isCancelled();
    }

    @Test
    void timerThatCannotStart_isThrownAndCancelsEveryCheck() {
        time.timerStarts = false;
        assertThatExceptionOfType(OutOfMemoryError.class)
                .isThrownBy(() -> diagnose("192.0.2.5:80"))
                .withMessage("no thread");
        assertThat(checker.asked).hasSize(3).allMatch(asked -> asked.check().isCancelled());
        assertThat(echo.asked).hasSize(1).allMatch(asked -> asked.check().isCancelled());
    }

    @Test
    void answerGivenAtOnce_needsNoTimer() {
        time.timerStarts = false;
        CheckResult refused = Reply.RST.from("db:80", FIVE);
        DiagnosisTestChecker refusing =
                new DiagnosisTestChecker("sample", false, CompletableFuture.completedFuture(refused));
        assertThat(done(Diagnoser.of(refusing).diagnoseAsync("db:80", TIMEOUT, time))
                        .verdict())
                .isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
    }

    @Test
    void lastAnswer_cancelsTheHangTimer() {
        CompletableFuture<Diagnosis> future = diagnose("192.0.2.5");
        assertThat(time.timers).hasSize(1);
        checker.answer(FIRST, Reply.RST, FIVE);
        checker.answer(SECOND, Reply.RST, FIVE);
        echo.answer(ECHO, Reply.UP, FIVE);
        assertThat(future).isCompleted();
        assertThat(time.timers).isEmpty();
    }

    @Test
    void cancel_cancelsEveryCheck() {
        CompletableFuture<Diagnosis> future = diagnose("192.0.2.5:80");
        future.cancel(true);
        assertThat(checker.asked).hasSize(3).allMatch(asked -> asked.check().isCancelled());
        assertThat(echo.asked).hasSize(1).allMatch(asked -> asked.check().isCancelled());
        assertThat(time.timers).isEmpty();
    }

    @Test
    void cancelDuringTheFirstCheck_startsNoFurtherChecks() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        future.cancel(true);
        assertThat(checker.asked).hasSize(1).allMatch(asked -> asked.check().isCancelled());
    }

    @Test
    void cancel_reachesLaterChecks() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.answer(80, Reply.RST, FIVE);
        future.cancel(true);
        assertThat(checker.question(FIRST).check()).isCancelled();
        assertThat(checker.question(SECOND).check()).isCancelled();
        assertThat(echo.question(ECHO).check()).isCancelled();
    }

    @Test
    void cancel_reachesTheCheckBeingStarted() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.whileAsked = () -> future.cancel(true);
        checker.answer(80, Reply.RST, FIVE);
        assertThat(checker.asked).hasSize(3);
        assertThat(checker.question(FIRST).check()).isCancelled();
        assertThat(checker.question(SECOND).check()).isCancelled();
        assertThat(echo.question(ECHO).check()).isCancelled();
    }

    @Test
    void closedChecker_throwsAtOnceAndCancelsTheOtherChecks() {
        echo.failsFrom = 0;
        assertThatIllegalStateException()
                .isThrownBy(() -> diagnose("192.0.2.5:80"))
                .withMessage("checker: closed (expected open)");
        assertThat(checker.asked).hasSize(3).allMatch(asked -> asked.check().isCancelled());
        assertThat(time.timers).isEmpty();
    }

    @Test
    void checkerThatThrowsLater_failsTheDiagnosis() {
        checker.failsFrom = 2;
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.answer(80, Reply.RST, FIVE);
        assertThat(future)
                .failsWithin(TIMEOUT)
                .withThrowableThat()
                .withMessageContaining("checker: closed (expected open)");
        assertThat(checker.question(FIRST).check()).isCancelled();
        assertThat(time.timers).isEmpty();
    }

    @Test
    void failedCheck_failsTheDiagnosis() {
        CompletableFuture<Diagnosis> future = diagnose("db:80");
        checker.question(80).check().completeExceptionally(new IllegalStateException("broken"));
        assertThat(future.handle((diagnosis, error) -> error))
                .isCompletedWithValueMatching(error -> error instanceof IllegalStateException);
    }

    @Test
    void blockingDiagnose_throwsWhatTheCheckerThrew() {
        CompletableFuture<CheckResult> broken = CompletableFuture.failedFuture(new IllegalStateException("broken"));
        DiagnosisTestChecker failing = new DiagnosisTestChecker("sample", false, broken);
        assertThatIllegalStateException()
                .isThrownBy(() -> Diagnoser.of(failing).diagnose("db:80", TIMEOUT))
                .withMessage("broken");
    }

    @Test
    void blockingDiagnose_returnsTheVerdict() {
        CompletableFuture<CheckResult> refused = CompletableFuture.completedFuture(Reply.RST.from("db:80", FIVE));
        DiagnosisTestChecker refusing = new DiagnosisTestChecker("sample", false, refused);
        assertThat(Diagnoser.of(refusing)
                        .diagnose("db:80", Duration.ofSeconds(Long.MAX_VALUE))
                        .verdict())
                .isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
    }

    @Test
    void interrupt_endsBlockingDiagnoseAndCancelsItsChecks() {
        Thread.currentThread().interrupt();
        Diagnosis diagnosis = diagnoser.diagnose("192.0.2.5:80", TIMEOUT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
        assertThat(diagnosis.closedPorts())
                .hasSize(2)
                .allSatisfy(port ->
                        assertThat(((CheckResult.Unknown) port).reason()).isEqualTo(UnknownReason.INTERRUPTED));
        assertThat(checker.asked).allMatch(asked -> asked.check().isCancelled());
    }

    @Test
    void interruptedDiagnose_keepsTheAnswersSoFar() {
        checker.whileAsked = () -> {
            if (checker.asked.size() == 2) {
                Asked closedPort = checker.asked.get(1);
                closedPort.check().complete(Reply.RST.from(closedPort.target(), FIVE));
            }
        };
        Thread.currentThread().interrupt();
        Diagnosis diagnosis = diagnoser.diagnose("192.0.2.5:80", TIMEOUT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(diagnosis.closedPorts()).hasSize(2);
        assertThat(diagnosis.closedPorts().get(0))
                .isSameAs(checker.asked.get(1).check().join());
        assertThat(diagnosis.closedPorts().get(1).isUnknown()).isTrue();
        assertThat(diagnosis.explanation())
                .isEqualTo("not everything could be asked (interrupted); the host gave a sign of life, though");
    }

    @Test
    void invalidArguments_throwIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diagnoser.of(echo))
                .withMessage("checker: echo (expected an engine that asks ports)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Diagnoser.of(checker).withEcho(checker))
                .withMessage("echo: sample (expected an engine that asks hosts)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagnoser.diagnose("db:80", Duration.ZERO))
                .withMessage("timeout: PT0S (expected > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> diagnoser.diagnose("db:99999", TIMEOUT))
                .withMessageContaining("\"db:99999\"")
                .withMessageContaining("port of 1 to 65535");
        assertThat(checker.asked).isEmpty();
    }
}
