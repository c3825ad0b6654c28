package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.internal.CallbackExecutor;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckFutureTest {
    private final CheckerRig rig = new CheckerRig();
    private final CompletableFuture<CheckResult> future = rig.check(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        rig.close();
    }

    private void assertStopped() {
        assertThat(rig.engine.cancelled).containsExactlyElementsOf(rig.engine.started);
        assertThat(rig.checker().stats().inFlight()).isZero();
        assertThat(rig.checker().stats().cancelled()).isEqualTo(1);
        assertThat(rig.timers()).isZero();
    }

    @Test
    void cancel_stopsTheCheck() {
        assertThat(future.cancel(false)).isTrue();

        assertStopped();
        rig.runCallbacks();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    @Test
    void complete_stopsTheCheck() {
        CheckResult own = Samples.up();
        assertThat(future.complete(own)).isTrue();

        assertStopped();
        rig.runCallbacks();
        assertThat(future.join()).isSameAs(own);
    }

    @Test
    void completeExceptionally_stopsTheCheck() {
        assertThat(future.completeExceptionally(new IllegalStateException("enough")))
                .isTrue();

        assertStopped();
        assertThatThrownBy(future::join).hasRootCauseMessage("enough");
    }

    @Test
    void obtrudeValue_stopsTheCheckAndKeepsTheValue() {
        CheckResult own = Samples.up();
        future.obtrudeValue(own);

        assertStopped();
        rig.engine.last().complete(ScriptedEngine.refused());
        rig.runCallbacks();
        assertThat(future.join()).isSameAs(own);
    }

    @Test
    void obtrudeException_stopsTheCheck() {
        future.obtrudeException(new IllegalStateException("enough"));

        assertStopped();
        assertThatThrownBy(future::join).hasRootCauseMessage("enough");
    }

    @Test
    void orTimeout_stopsTheCheck() {
        CompletableFuture<CheckResult> same = future.orTimeout(1, TimeUnit.MILLISECONDS);

        assertThat(same).isSameAs(future);
        assertThatThrownBy(future::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(TimeoutException.class);
        // The future is complete a moment before its check is stopped.
        Eventually.holds("the check is stopped", () -> rig.checker().stats().inFlight() == 0);
        assertStopped();
    }

    @Test
    void completeOnTimeout_stopsTheCheck() {
        CheckResult own = Samples.up();
        future.completeOnTimeout(own, 1, TimeUnit.MILLISECONDS).join();

        Eventually.holds("the check is stopped", () -> rig.checker().stats().inFlight() == 0);
        assertStopped();
        assertThat(future.join()).isSameAs(own);
    }

    @Test
    void completionAfterTheResult_changesNothing() {
        rig.engine.last().complete(ScriptedEngine.answered());
        CheckResult result = rig.resultOf(future);

        assertThat(future.cancel(true)).isFalse();
        assertThat(future.complete(Samples.up())).isFalse();
        assertThat(future.completeExceptionally(new IllegalStateException("late")))
                .isFalse();

        assertThat(future.join()).isSameAs(result);
        assertThat(rig.checker().stats().cancelled()).isZero();
        assertThat(rig.checker().stats().up()).isEqualTo(1);
    }

    @Test
    void cancel_winsOverAResultWaitingForTheExecutor() {
        rig.engine.last().complete(ScriptedEngine.answered());
        assertThat(future).isNotDone();

        assertThat(future.cancel(true)).isTrue();
        rig.runCallbacks();

        assertThat(future).isCancelled();
        assertThat(rig.checker().stats().up()).isEqualTo(1);
    }

    @Test
    void derivedFuture_isPlainAndDoesNotStopTheCheck() {
        CompletableFuture<String> derived = future.thenApply(CheckResult::describe);
        assertThat(derived.getClass()).isEqualTo(CompletableFuture.class);
        assertThat(future.copy().getClass()).isEqualTo(CompletableFuture.class);

        derived.cancel(true);

        assertThat(future).isNotDone();
        assertThat(rig.engine.cancelled).isEmpty();
        assertThat(rig.checker().stats().inFlight()).isEqualTo(1);
    }

    @Test
    void asyncStage_runsOnTheCallbackExecutor() {
        rig.engine.last().complete(ScriptedEngine.answered());
        rig.runCallbacks();
        CompletableFuture<Thread> stage = future.thenApplyAsync(result -> Thread.currentThread());
        assertThat(stage).isNotDone();

        rig.runCallbacks();

        assertThat(stage).isCompletedWithValue(Thread.currentThread());
    }

    @Test
    void defaultExecutor_isTheCallbackExecutor() {
        assertThat(future.defaultExecutor()).isNotSameAs(new CompletableFuture<>().defaultExecutor());
        Executor own = Runnable::run;
        assertThat(new CheckFuture(new CallbackExecutor(own, "unused", 1)).defaultExecutor())
                .isSameAs(own);
    }

    @Test
    void future_completesOnlyOnceTheExecutorRuns() {
        rig.engine.last().complete(ScriptedEngine.refused());
        assertThat(future).isNotDone();

        rig.runCallbacks();

        assertThat(future.join().isDown()).isTrue();
    }
}
