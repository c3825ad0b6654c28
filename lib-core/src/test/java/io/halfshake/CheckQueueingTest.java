package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckQueueingTest extends ScriptedCheck {
    @Test
    void queuedCheck_waitsAndReportsItsQueueTime() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        rig.pass(millis(20));
        engine.last().complete(answered());
        engine.last().complete(answered());

        assertThat(rig.resultOf(first).timing().queued()).isEqualTo(Duration.ZERO);
        assertThat(rig.resultOf(second).timing().queued()).isEqualTo(millis(20));
        assertThat(rig.resultOf(second).elapsed()).isEqualTo(millis(20));
    }

    @Test
    void queuedChecks_startInTheOrderOfTheirCalls() {
        rig.maxInFlight = 1;
        List<InetSocketAddress> addresses = IntStream.rangeClosed(1, 9)
                .mapToObj(i -> CheckerRig.address("192.0.2." + i))
                .toList();
        List<CompletableFuture<CheckResult>> futures = addresses.stream()
                .map(address -> rig.checker().checkAsync(address, TIMEOUT))
                .toList();
        for (int i = 0; i < addresses.size(); i++) {
            assertThat(engine.addresses()).isEqualTo(addresses.subList(0, i + 1));
            engine.last().complete(answered());
        }

        assertThat(futures).allMatch(future -> rig.resultOf(future).isUp());
    }

    @Test
    void checkStillQueuedAtTheDeadline_isSaturated() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> first = rig.check(Duration.ofSeconds(1));
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(second);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.SATURATED);
        assertThat(result.timing().queued()).isBetween(millis(500), millis(501));
        assertThat(engine.started).hasSize(1);
        engine.last().complete(answered());
        assertThat(rig.resultOf(first).isUp()).isTrue();
    }

    @Test
    void silenceAfterALongWait_isNotHeldAgainstTheTarget() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> first = rig.check(millis(100));
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        rig.pass(millis(501));

        assertThat(downReason(rig.resultOf(first))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(unknownReason(rig.resultOf(second))).isEqualTo(UnknownReason.SATURATED);
    }

    @Test
    void refusalAfterALongWait_stillCounts() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> first = rig.check(millis(400));
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        rig.pass(millis(450));
        engine.last().complete(refused());

        assertThat(rig.resultOf(first).isDown()).isTrue();
        assertThat(downReason(rig.resultOf(second))).isEqualTo(DownReason.REFUSED);
    }

    /** The thread that delivers may be paused there, while the receiver goes on. */
    @Test
    void placeAndSockets_areFreeWhenTheResultArrives() {
        rig.maxInFlight = 1;
        engine.capacity = 2;
        rig.resend = Resend.halfway();
        List<Integer> taken = new ArrayList<>();
        start(() -> {
            taken.add(rig.checker().limiter.taken());
            taken.add(rig.checker().spareSockets.taken());
        });
        rig.pass(millis(300));
        assertThat(rig.checker().spareSockets.taken()).isEqualTo(1);
        engine.last().complete(answered());

        assertThat(taken).containsExactly(0, 0);
    }

    @Test
    void result_arrivesBeforeQueuedChecksStart() {
        rig.maxInFlight = 1;
        List<Integer> started = new ArrayList<>();
        start(() -> started.add(engine.started.size()));
        CompletableFuture<CheckResult> queued = rig.check(TIMEOUT);
        engine.last().complete(answered());

        assertThat(started).containsExactly(1);
        engine.last().complete(answered());
        assertThat(rig.resultOf(queued).isUp()).isTrue();
    }

    private void start(Runnable onResult) {
        Target target = rig.checker().parse("192.0.2.1:80");
        Check unused = rig.checker().start(target, "192.0.2.1:80", TIMEOUT.toNanos(), result -> onResult.run());
    }

    @Test
    void longQueueOfInstantFailures_doesNotOverflowTheStack() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> blocker = rig.check(TIMEOUT);
        Probe blocking = engine.last();
        List<CompletableFuture<CheckResult>> futures = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            futures.add(rig.check(TIMEOUT));
        }
        engine.onStart = probe -> probe.complete(failed(UnknownReason.NO_ROUTE));
        blocking.complete(answered());

        assertThat(rig.resultOf(blocker).isUp()).isTrue();
        assertThat(futures).allMatch(future -> rig.resultOf(future).isUnknown());
    }
}
