package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What is logged of a check, and on which thread: only what was logged on the test's own is there. */
@ResourceLock(Logged.LOCK)
class CheckerLogTest extends ScriptedCheck {
    private static final String UP = "FINE 192.0.2.1:80 is up: answered in 3.00 ms";

    @Test
    void check_isLoggedAtDebug() throws Exception {
        try (Logged logged = Logged.debug()) {
            engine.onStart = probe -> probe.complete(answered());
            rig.checker().check(CheckerRig.ADDRESS, TIMEOUT);
            engine.onStart = probe -> probe.complete(refused());
            rig.checker().checkAddr("192.0.2.1:80", TIMEOUT);

            assertThat(logged.lines).containsExactly(UP, "FINE 192.0.2.1:80 is down: refused (RST) after 0 us");
        }
    }

    @Test
    void check_isNotLoggedByDefault() throws Exception {
        try (Logged logged = new Logged()) {
            engine.onStart = probe -> probe.complete(answered());
            rig.checker().check(CheckerRig.ADDRESS, TIMEOUT);
            rig.resultOf(rig.check(TIMEOUT));
            rig.checker().checkAll(List.of("192.0.2.1:80"), TIMEOUT, result -> {});

            assertThat(logged.lines).isEmpty();
        }
    }

    @Test
    void textOfACheck_isMadeOnlyForTheLog() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        IOException cause = new IOException() {
            @Override
            public String getMessage() {
                return "asked " + asked.incrementAndGet();
            }
        };
        Evidence evidence = Evidence.nothingSent("scripted");
        engine.onStart = probe -> probe.complete(new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence));
        try (Logged logged = new Logged()) {
            rig.checker().check(CheckerRig.ADDRESS, TIMEOUT);
            assertThat(asked).hasValue(0);
            assertThat(logged.lines).isEmpty();
        }
        try (Logged logged = Logged.debug()) {
            rig.checker().check(CheckerRig.ADDRESS, TIMEOUT);
            assertThat(logged.lines).containsExactly("FINE 192.0.2.1:80 is unknown: local failure, asked 1 after 0 us");
        }
    }

    @Test
    void asynchronousCheck_isLoggedByItsCallbackAndNotByTheEngine() throws Exception {
        try (Logged logged = Logged.debug()) {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(answered());
            assertThat(logged.lines).isEmpty();

            rig.resultOf(future);

            assertThat(logged.lines).containsExactly(UP);
        }
    }

    @Test
    void blockingCheck_isLoggedByItsCallerAndNotByTheEngine() throws Exception {
        List<Thread> threads = new ArrayList<>();
        engine.onStart = probe -> {
            Thread thread = new Thread(() -> probe.complete(answered()));
            threads.add(thread);
            thread.start();
        };
        try (Logged logged = Logged.debug()) {
            rig.checker().check(CheckerRig.ADDRESS, Duration.ofMinutes(1));
            rig.checker().checkAll(List.of("192.0.2.1:80"), Duration.ofMinutes(1), result -> {});

            assertThat(logged.lines).containsExactly(UP, UP);
        }
        // The result is there before the place in flight is given back.
        threads.forEach(Eventually::ends);
    }

    @Test
    void batchResult_isLoggedBeforeItIsDelivered() throws Exception {
        engine.onStart = probe -> probe.complete(answered());
        try (Logged logged = Logged.debug()) {
            List<Integer> before = new ArrayList<>();
            rig.checker()
                    .checkAll(
                            List.of("192.0.2.1:80", "192.0.2.1:80"),
                            TIMEOUT,
                            result -> before.add(logged.lines.size()));

            assertThat(before).containsExactly(1, 2);
        }
    }

    @Test
    void cancelledCheck_isNotLogged() throws Exception {
        try (Logged logged = Logged.debug()) {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(answered());
            future.cancel(true);
            rig.runCallbacks();

            assertThat(logged.lines).isEmpty();
        }
    }

    @Test
    void logThatThrows_losesNoResult() throws Exception {
        engine.onStart = probe -> probe.complete(answered());
        try (Logged logged = Logged.throwing()) {
            assertThat(rig.resultOf(rig.check(TIMEOUT)).isUp()).isTrue();
            assertThat(rig.checker().check(CheckerRig.ADDRESS, TIMEOUT).isUp()).isTrue();
            List<CheckResult> results = new ArrayList<>();
            rig.checker().checkAll(List.of("192.0.2.1:80"), TIMEOUT, results::add);

            assertThat(results).hasSize(1);
            assertThat(logged.lines).hasSize(3);
        }
    }

    @Test
    void textThatThrows_losesNoResult() throws Exception {
        IOException cause = new IOException() {
            @Override
            public String getMessage() {
                throw new IllegalStateException("thrown by a test");
            }
        };
        Evidence evidence = Evidence.nothingSent("scripted");
        engine.onStart = probe -> probe.complete(new Outcome.Failed(UnknownReason.LOCAL_FAILURE, cause, evidence));
        try (Logged logged = Logged.debug()) {
            assertThat(rig.resultOf(rig.check(TIMEOUT)).isUnknown()).isTrue();
            assertThat(rig.checker().check(CheckerRig.ADDRESS, TIMEOUT).isUnknown())
                    .isTrue();
            assertThat(rig.checker().checkAddr("192.0.2.1:80", TIMEOUT).isUnknown())
                    .isTrue();
            List<CheckResult> results = new ArrayList<>();
            rig.checker().checkAll(List.of("192.0.2.1:80", "192.0.2.1:80"), TIMEOUT, results::add);

            assertThat(results).hasSize(2);
            assertThat(logged.lines).isEmpty();
        }
    }

    @Test
    void engineTextThatThrows_losesNoEngine() throws Exception {
        rig.checker();
        CurrentEngine engines = Objects.requireNonNull(rig.engines);
        IdleEngine better = new IdleEngine(Handshake.HALF, 1_000);
        try (Logged logged = new Logged()) {
            CheckerLog.engine(indescribable());
            assertThat(engines.takeOrClose(new Engines.Opened(better, indescribable(), false)))
                    .isTrue();

            assertThat(logged.lines).isEmpty();
        }
        assertThat(engines.engine()).isSameAs(better);
    }

    @SuppressWarnings("NullAway") // Stands for a heap that has no room for the text.
    private static EngineReport indescribable() {
        return new EngineReport("better", null, 100, List.of(), false, null);
    }

    @Test
    void asynchronousCheck_isLoggedOnceAndAfterItCompletes() throws Exception {
        List<Boolean> done = new ArrayList<>();
        List<Runnable> tasks = new ArrayList<>();
        rig.executor = tasks::add;
        try (Logged logged = Logged.debug()) {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(answered());
            logged.onLine = () -> {
                done.add(future.isDone());
                if (done.size() == 1) {
                    // As on a second thread, where an executor takes a task and then refuses it.
                    tasks.get(0).run();
                }
            };
            tasks.get(0).run();
            tasks.get(0).run();

            assertThat(logged.lines).containsExactly(UP);
            assertThat(done).containsExactly(true);
        }
    }

    @Test
    void replacement_isLoggedWithNoLockHeld() throws Exception {
        rig.checker();
        CurrentEngine engines = Objects.requireNonNull(rig.engines);
        List<Boolean> held = new ArrayList<>();
        try (Logged logged = new Logged()) {
            logged.onLine = () -> held.add(Thread.holdsLock(engines));
            engines.takeOrClose(new Engines.Opened(
                    new IdleEngine(Handshake.HALF, 1_000),
                    new EngineReport("better", Handshake.HALF, 100, List.of(), false, null),
                    false));

            assertThat(logged.lines).containsExactly("INFO checks with better (half handshake); replaces scripted");
            assertThat(held).containsExactly(false);
        }
    }

    @Test
    void toString_namesEngineChecksInFlightAndWhetherItIsClosed() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        assertThat(rig.checker()).hasToString("Checker[scripted, half handshake, 1 of 100 checks in flight, open]");

        future.cancel(true);
        rig.checker().close();

        assertThat(rig.checker()).hasToString("Checker[scripted, half handshake, 0 of 100 checks in flight, closed]");
    }
}
