package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Callbacks run on the callback executor, and hold up nothing else. */
abstract class CallbackRules extends Rules {
    private static final Duration TIMEOUT = Duration.ofMillis(200);

    CallbackRules(CheckerContract contract) {
        super(contract);
    }

    @Test
    @DisplayName("a callback runs on the callback executor, never on a thread of the engine")
    void callback_runsOnTheCallbackExecutor() {
        ExecutorService executor = callbackThread();
        try (TcpPeer silent = peer(PeerKind.SILENT);
                TcpPeer listening = peer(PeerKind.ACCEPTING);
                Checker checker = builder().callbackExecutor(executor).build()) {
            // A result may be there before the callback is, which then runs on the thread that brings it: after silence
            // only if this machine was held up.
            String afterSilence = threadName();
            for (int i = 0; i < MAX_STALLS && !afterSilence.equals("callback"); i++) {
                CompletableFuture<String> name =
                        checker.checkAddrAsync(silent.target(), TIMEOUT).thenApply(r -> threadName());
                assertThat(name).succeedsWithin(PLENTY).isIn("callback", threadName());
                afterSilence = name.join();
            }
            assertThat(afterSilence).isEqualTo("callback");

            List<CompletableFuture<String>> afterAnswers = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                afterAnswers.add(
                        checker.checkAddrAsync(listening.target(), PLENTY).thenApply(r -> threadName()));
            }
            assertThat(afterAnswers)
                    .allSatisfy(name -> assertThat(name).succeedsWithin(PLENTY).isIn("callback", threadName()));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("a callback that throws affects no other")
    void callbackThatThrows_affectsNoOther() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = checker()) {
            for (int i = 0; i < 10; i++) {
                CompletableFuture<CheckResult> check = checker.checkAddrAsync(peer.target(), PLENTY);
                CompletableFuture<Void> callback = check.thenAccept(result -> {
                    throw new AssertionError("a callback's own mistake");
                });
                assertThat(result(check)).isUp();
                assertThat(callback).failsWithin(PLENTY);
            }
            assertThat(checker.checkAddr(peer.target(), PLENTY)).isUp();
        }
    }

    @Test
    @DisplayName("a callback that hangs delays neither other checks nor their callers")
    void callbackThatHangs_delaysNoOtherChecks() {
        ExecutorService executor = callbackThread();
        CountDownLatch end = new CountDownLatch(1);
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = builder().callbackExecutor(executor).build()) {
            executor.execute(() -> awaitQuietly(end));
            CompletableFuture<CheckResult> check = checker.checkAddrAsync(peer.target(), PLENTY);
            for (int i = 0; i < 10; i++) {
                assertThat(checker.checkAddr(peer.target(), PLENTY)).isUp();
            }
            end.countDown();
            assertThat(result(check)).isUp();
        } finally {
            end.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    @DisplayName("an executor that rejects tasks loses no result, and its rejections are counted")
    void executorThatRejects_losesNoResultAndIsCounted() {
        try (TcpPeer peer = peer(PeerKind.ACCEPTING);
                Checker checker = builder()
                        .callbackExecutor(task -> {
                            throw new RejectedExecutionException("full");
                        })
                        .build()) {
            assertThat(result(checker.checkAddrAsync(peer.target(), PLENTY))).isUp();
            awaitStats(checker, stats -> stats.rejectedCallbacks() == 1);
        }
    }

    private static ExecutorService callbackThread() {
        return Executors.newSingleThreadExecutor(task -> new Thread(task, "callback"));
    }

    private static String threadName() {
        return Thread.currentThread().getName();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
