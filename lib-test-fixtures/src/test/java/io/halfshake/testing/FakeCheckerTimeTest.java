package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class FakeCheckerTimeTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeChecker fake = FakeChecker.create();

    @Test
    void answerWithoutDelay_arrivesAtOnce() {
        fake.on("db:5432").up();

        assertThat(fake.checkAddrAsync("db:5432", SECOND)).isCompletedWithValueMatching(CheckResult::isUp);
        assertThat(fake.time().now()).isEqualTo(Duration.ZERO);
    }

    @Test
    void delayedAnswer_arrivesAtItsTime() {
        fake.on("db:5432").after(Duration.ofMillis(40)).refused();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", SECOND);
        fake.time().advance(Duration.ofMillis(39));
        assertThat(check).isNotDone();
        assertThat(fake.stats().inFlight()).isEqualTo(1);
        fake.time().advance(Duration.ofMillis(1));

        assertThat(check.join()).isRefused();
        assertThat(check.join().elapsed()).isEqualTo(Duration.ofMillis(40));
        assertThat(check.join().roundTrip()).isEqualTo(Duration.ofMillis(40));
        assertThat(fake.stats().inFlight()).isZero();
    }

    @Test
    void delay_appliesToOneAnswerOnly() {
        fake.on("db:5432").after(Duration.ofMillis(40)).up(Duration.ofMillis(2)).refused();

        assertThat(fake.checkAddr("db:5432", SECOND).roundTrip()).isEqualTo(Duration.ofMillis(42));
        assertThat(fake.checkAddr("db:5432", SECOND).roundTrip()).isEqualTo(Duration.ZERO);
    }

    @Test
    void blockingCheck_advancesTheClockToItsAnswer() {
        fake.on("db:5432").up(Duration.ofMillis(2));
        fake.time().schedule(Duration.ofMillis(1), () -> fake.on("other:1").up());

        assertThat(fake.checkAddr("db:5432", SECOND)).isUp();
        assertThat(fake.time().now()).isEqualTo(Duration.ofMillis(2));
        assertThat(fake.checkAddr("other:1", SECOND)).isUp();
    }

    @Test
    void answerAfterTheTimeout_isATimeout() {
        fake.on("db:5432").up(SECOND.plusNanos(1)).up(SECOND);

        assertThat(fake.checkAddr("db:5432", SECOND)).hasTimedOut().hasNoRoundTrip();
        assertThat(fake.time().now()).isEqualTo(SECOND);
        assertThat(fake.checkAddr("db:5432", SECOND)).isUp();
    }

    @Test
    void silence_lastsAsLongAsTheTimeout() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", SECOND);
        fake.time().advance(SECOND.minusNanos(1));
        assertThat(check).isNotDone();
        fake.time().advance(Duration.ofNanos(1));

        assertThat(check.join()).hasTimedOut().tookAtLeast(SECOND);
    }

    @Test
    void longestTimeout_neverExpires() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", Duration.ofSeconds(Long.MAX_VALUE));
        fake.time().advance(Duration.ofDays(3_650));

        assertThat(check).isNotDone();
    }

    @Test
    void callback_runsOnTheThreadThatAdvancesTheClock() {
        fake.on("db:5432").up(SECOND);
        AtomicReference<Thread> thread = new AtomicReference<>();
        var unused = fake.checkAddrAsync("db:5432", SECOND).thenAccept(result -> thread.set(Thread.currentThread()));
        fake.time().advance(SECOND);

        assertThat(thread).hasValue(Thread.currentThread());
    }

    @Test
    void callback_mayCheckAgain() {
        fake.on("db:5432").up(SECOND);
        List<Duration> answers = new ArrayList<>();
        var unused = fake.checkAddrAsync("db:5432", SECOND)
                .thenCompose(first -> {
                    answers.add(fake.time().now());
                    return fake.checkAddrAsync("db:5432", SECOND);
                })
                .thenAccept(second -> answers.add(fake.time().now()));
        fake.time().advance(SECOND.multipliedBy(2));

        assertThat(answers).containsExactly(SECOND, SECOND.multipliedBy(2));
    }

    @Test
    void cancelledCheck_endsAndIsRecorded() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", SECOND);
        check.cancel(true);
        fake.time().advance(SECOND);

        assertThat(check).isCancelled();
        assertThat(fake.cancelled()).containsExactly(new RecordedCheck("db:5432", SECOND, Duration.ZERO));
        assertThat(fake.stats().cancelled()).isEqualTo(1);
        assertThat(fake.stats().inFlight()).isZero();
        assertThat(fake.stats().down()).isZero();
        assertThat(fake.time().scheduled()).isZero();
    }

    @Test
    void checkCompletedFromOutside_ends() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", SECOND);
        check.completeExceptionally(new IllegalStateException("no longer wanted"));

        assertThat(fake.cancelled()).hasSize(1);
        assertThat(fake.stats().inFlight()).isZero();
    }

    @Test
    void cancelOfADoneOrDerivedFuture_changesNothing() {
        fake.on("db:5432").up().timesOut();
        fake.checkAddrAsync("db:5432", SECOND).cancel(true);
        CompletableFuture<Boolean> derived =
                fake.checkAddrAsync("db:5432", SECOND).thenApply(CheckResult::isUp);
        derived.cancel(true);

        assertThat(fake.cancelled()).isEmpty();
        assertThat(fake.stats().inFlight()).isEqualTo(1);
    }

    @Test
    void close_endsRunningChecks() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("db:5432", SECOND);
        fake.time().advance(Duration.ofMillis(300));
        fake.close();
        fake.close();

        assertThat(check.join()).isUnknownBecause(UnknownReason.CHECKER_CLOSED);
        assertThat(check.join().elapsed()).isEqualTo(Duration.ofMillis(300));
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.checkAddr("db:5432", SECOND))
                .withMessage("checker: closed (expected open)");
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.checkAll(List.<String>of().iterator(), SECOND, r -> {}));
        assertThat(fake.recordedChecks()).hasSize(1);
        assertThat(fake.time().scheduled()).isZero();
    }

    @Test
    void interruptedCaller_getsUnknownUnlessTheAnswerIsThere() {
        fake.on("db:5432").up().timesOut();
        Thread.currentThread().interrupt();
        CheckResult atOnce = fake.checkAddr("db:5432", SECOND);
        CheckResult later = fake.checkAddr("db:5432", SECOND);
        boolean flag = Thread.interrupted();

        assertThat(atOnce).isUp();
        assertThat(later).isUnknownBecause(UnknownReason.INTERRUPTED);
        assertThat(flag).isTrue();
        assertThat(fake.time().now()).isEqualTo(Duration.ZERO);
    }

    @Test
    void interruptedCheckAll_readsNoMore() {
        fake.otherwise().timesOut();
        List<CheckResult> results = new ArrayList<>();
        List<String> read = new ArrayList<>();
        var targets = List.of("a:1", "b:1", "c:1").stream().peek(target -> {
            read.add(target);
            if (target.equals("b:1")) {
                Thread.currentThread().interrupt();
            }
        });
        fake.checkAll(targets.iterator(), SECOND, results::add);
        boolean flag = Thread.interrupted();

        assertThat(flag).isTrue();
        assertThat(read).containsExactly("a:1", "b:1");
        assertThat(results)
                .hasSize(2)
                .allSatisfy(result -> assertThat(result).isUnknownBecause(UnknownReason.INTERRUPTED));
    }

    @Test
    void fakeCheckers_mayShareAClock() {
        ManualTime time = ManualTime.create();
        FakeChecker one = FakeChecker.create(time);
        FakeChecker two = FakeChecker.create(time);
        one.otherwise().up(SECOND);
        two.otherwise().timesOut();
        CompletableFuture<CheckResult> check = two.checkAddrAsync("db:5432", SECOND);
        one.checkAddr("db:5432", SECOND);

        assertThat(check.join()).hasTimedOut();
    }
}
