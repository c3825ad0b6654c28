package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CheckCancellingTest extends ScriptedCheck {
    /** On another thread, since a resolver's future may run its maker's code. */
    private static void assertIsCancelledSoon(CompletableFuture<?> question) {
        assertThatThrownBy(() -> question.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancel_stopsTheProbe() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);

        assertThat(future.cancel(true)).isTrue();

        assertThat(engine.cancelled).containsExactly(engine.last());
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
        assertThat(rig.checker().stats().cancelled()).isEqualTo(1);
        assertThat(rig.checker().stats().unknown()).isZero();
    }

    /** It would say that a thread was interrupted, and there is no other reason to give. */
    @Test
    void cancel_deliversNoResult() {
        List<CheckResult> delivered = new ArrayList<>();
        Check check =
                rig.checker().start(new Target("192.0.2.1", 80), "192.0.2.1:80", TIMEOUT.toNanos(), delivered::add);
        check.cancel();
        check.cancel();
        rig.pass(millis(501));

        assertThat(delivered).isEmpty();
        assertThat(rig.checker().stats().cancelled()).isEqualTo(1);
        assertThat(engine.cancelled).hasSize(1);
    }

    @Test
    void cancelWhileQueued_sendsNothing() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        assertThat(rig.checker().stats().queued()).isEqualTo(1);

        second.cancel(false);
        engine.last().complete(answered());

        assertThat(rig.resultOf(first).isUp()).isTrue();
        assertThat(engine.started).hasSize(1);
    }

    @Test
    void cancelWhileResolving_cancelsTheLookup() {
        CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
        rig.resolver = host -> question;
        CompletableFuture<CheckResult> future = rig.checkName("db:5432", TIMEOUT);

        future.cancel(true);

        assertIsCancelledSoon(question);
        assertThat(engine.started).isEmpty();
    }

    @Test
    void cancelInsideStart_stopsTheProbeAfterStartReturns() {
        List<String> order = new ArrayList<>();
        List<CompletableFuture<CheckResult>> futures = new ArrayList<>();
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> blocker = rig.check(TIMEOUT);
        futures.add(rig.check(TIMEOUT));
        engine.onStart = probe -> {
            futures.get(0).cancel(true);
            order.add("start returns with " + engine.cancelled.size() + " cancelled");
        };
        engine.last().complete(answered());

        assertThat(rig.resultOf(blocker).isUp()).isTrue();
        assertThat(order).containsExactly("start returns with 0 cancelled");
        assertThat(engine.cancelled).hasSize(1);
    }

    @Test
    void cancelAfterTheResult_doesNothing() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(answered());
        rig.runCallbacks();

        assertThat(future.cancel(true)).isFalse();
        assertThat(engine.cancelled).isEmpty();
    }

    @Test
    void completionFromOutside_stopsTheProbe() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);

        future.completeExceptionally(new IllegalStateException("enough"));
        assertThat(engine.cancelled).hasSize(1);

        rig.check(TIMEOUT).completeAsync(Samples::up, Runnable::run);
        assertThat(engine.cancelled).hasSize(2);
    }
}
