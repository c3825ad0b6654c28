package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.CheckResult;
import io.halfshake.Logged;
import io.halfshake.UnknownReason;
import io.halfshake.monitor.PendingResults.Pending;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Witnesses that are misused, and checkers that do not work. */
class WitnessFailuresTest {
    private static final String WITNESS = "gateway:80";
    private static final InetSocketAddress ADDRESS = MonitorSamples.address("db", 1);
    private static final CheckResult SILENT = MonitorSamples.silent("db:80", ADDRESS);

    private final HandTime time = new HandTime();
    private final List<CompletableFuture<CheckResult>> rounds = new ArrayList<>();
    private @Nullable Supplier<@Nullable CompletableFuture<CheckResult>> answer;
    private CompletableFuture<CheckResult> asked = new CompletableFuture<>();

    private Monitor monitor(String... witnesses) {
        return Monitor.builder(new MonitorTestChecker((target, timeout) -> ask(target)))
                .witnesses(List.of(witnesses), 1)
                .time(time)
                .jitter(0)
                .fall(1)
                .build();
    }

    @SuppressWarnings("NullAway") // As a mock returns it.
    private CompletableFuture<CheckResult> ask(String target) {
        if (!target.equals(WITNESS)) {
            return asked;
        }
        CompletableFuture<CheckResult> check = answer == null ? new CompletableFuture<>() : answer.get();
        rounds.add(check);
        return check;
    }

    private static TargetStatus status(Monitor monitor) {
        TargetStatus status = monitor.status("db:80");
        if (status == null) {
            throw new AssertionError("it is watched");
        }
        return status;
    }

    private static Blindness blindness(Monitor monitor) {
        Blindness blindness = monitor.blindness();
        if (blindness == null) {
            throw new AssertionError("it is blind");
        }
        return blindness;
    }

    @Test
    void witnessWithoutAResult_isAbandonedAndNothingThatWaitsIsLost() {
        Monitor monitor = monitor(WITNESS);
        monitor.add("db:80");
        time.pass(Duration.ofMillis(500));
        asked.complete(SILENT);
        CompletableFuture<CheckResult> next = new CompletableFuture<>();
        asked = next;
        time.pass(Duration.ofMillis(1_400));
        assertThat(monitor.blindness()).isNull();
        assertThat(monitor.stats().inFlight()).isEqualTo(1);
        time.pass(Duration.ofMillis(200));

        assertThat(rounds.get(0)).isCancelled();
        assertThat(blindness(monitor).witnesses().get(WITNESS))
                .isInstanceOfSatisfying(CheckResult.Unknown.class, unknown -> {
                    assertThat(unknown.reason()).isEqualTo(UnknownReason.STALLED);
                    assertThat(unknown.cause()).isInstanceOf(TimeoutException.class);
                });
        assertThat(status(monitor).last()).isEqualTo(SILENT);
        assertThat(status(monitor).lastHeld()).isTrue();
        assertThat(monitor.stats().inFlight()).isZero();
        assertThat(monitor.stats().overdue()).isZero();
        time.pass(Duration.ofSeconds(4));
        assertThat(rounds).hasSizeGreaterThan(2);
        next.complete(MonitorSamples.up("db:80", ADDRESS));
        assertThat(status(monitor).state()).isEqualTo(TargetState.UP);
    }

    /** Longer than the second after which a check is abandoned that has no result. */
    @Test
    void resultThatWaitsForLong_isNotAbandoned() {
        Monitor monitor = monitor(WITNESS);
        monitor.add("db:80");
        time.pass(Duration.ofMillis(900));
        rounds.get(0).complete(MonitorSamples.up(WITNESS, ADDRESS));
        time.pass(Duration.ofMillis(90));
        asked.complete(SILENT);
        time.pass(Duration.ofMillis(1_900));
        assertThat(monitor.stats().inFlight()).isEqualTo(1);
        assertThat(rounds).hasSize(2);
        rounds.get(1).complete(MonitorSamples.up(WITNESS, ADDRESS));

        assertThat(status(monitor).counts().downs()).isEqualTo(1);
        assertThat(status(monitor).counts().unknowns()).isZero();
        assertThat(status(monitor).state()).isEqualTo(TargetState.DOWN);
        assertThat(monitor.stats().overdue()).isZero();
    }

    @Test
    void checkerThatFailsForAWitness_isNoResponse() {
        List<Supplier<@Nullable CompletableFuture<CheckResult>>> broken = List.of(
                () -> {
                    throw new IllegalStateException("as it should in this test");
                },
                () -> MonitorTestChecker.fail(new IOException("as it should in this test")),
                () -> null,
                () -> CompletableFuture.failedFuture(new IOException("as it should in this test")),
                () -> CompletableFuture.completedFuture(null));
        for (Supplier<@Nullable CompletableFuture<CheckResult>> each : broken) {
            rounds.clear();
            answer = each;
            asked = new CompletableFuture<>();
            Monitor monitor = monitor(WITNESS);
            monitor.add("db:80");
            time.pass(Duration.ofMillis(10));
            asked.complete(SILENT);

            assertThat(blindness(monitor).witnesses().get(WITNESS))
                    .isInstanceOfSatisfying(CheckResult.Unknown.class, unknown -> {
                        assertThat(unknown.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
                        assertThat(unknown.cause()).isNotNull();
                    });
            assertThat(status(monitor).lastHeld()).isTrue();
            // The round after it is made all the same.
            answer = () -> CompletableFuture.completedFuture(MonitorSamples.up(WITNESS, ADDRESS));
            time.pass(Duration.ofSeconds(2));
            assertThat(monitor.blindness()).isNull();
            monitor.close();
        }
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void resultThatCannotBeTaken_isTakenAfterTheNextRound() throws Exception {
        MonitorContext context = new MonitorContext(time);
        List<Pending> taken = new ArrayList<>();
        Witnesses witnesses = new Witnesses(
                WitnessSettings.of(List.of(WITNESS), 1),
                EffectiveSettings.of(TargetSettings.inherited(), TargetSettings.inherited()),
                new MonitorTestChecker((target, timeout) -> ask(target)),
                context,
                new Listeners(null),
                (pending, held) -> {
                    taken.add(pending);
                    if (taken.size() == 1) {
                        throw new OutOfMemoryError("as it should in this test");
                    }
                    return null;
                });
        witnesses.begin();
        MonitoredTarget target = new MonitoredTarget(
                "db:80",
                EffectiveSettings.of(TargetSettings.inherited(), TargetSettings.inherited()),
                context,
                0,
                time.wallTime());
        List<Pending> waiting = List.of(new Pending(target, 0, 0, SILENT), new Pending(target, 0, 0, SILENT));
        assertThat(waiting).allMatch(witnesses::await);
        try (Logged logged = new Logged()) {
            witnesses.due(context.now(), false);
            rounds.get(0).complete(MonitorSamples.up(WITNESS, ADDRESS));

            assertThat(taken).containsExactlyElementsOf(waiting);
            assertThat(logged.lines).containsExactly("SEVERE the end of a round of witnesses failed");
        }
        time.nanos += Duration.ofMillis(100).toNanos();
        witnesses.due(context.now(), false);
        rounds.get(1).complete(MonitorSamples.up(WITNESS, ADDRESS));
        assertThat(taken).containsExactly(waiting.get(0), waiting.get(1), waiting.get(0));
    }

    /** Without that time there is no event: where the heap is full, it cannot be allocated. */
    private static final class FullHeapTime extends HandTime {
        boolean isFull;

        @Override
        public Instant wallTime() {
            if (isFull) {
                // To find that there is none takes a JVM long: a pause.
                nanos += Duration.ofSeconds(3).toNanos();
                throw new OutOfMemoryError("as it should in this test");
            }
            return super.wallTime();
        }
    }

    private static Blindness next(BlockingQueue<Blindness> changes) throws InterruptedException {
        Blindness change = changes.poll(1, TimeUnit.MINUTES);
        if (change == null) {
            throw new AssertionError("a change is announced");
        }
        return change;
    }

    /** With a target that was silent, and a second round that runs. */
    private Monitor waiting(FullHeapTime heap, BlockingQueue<Blindness> changes) {
        Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> ask(target)))
                .witnesses(List.of(WITNESS), 1)
                .time(heap)
                .jitter(0)
                .fall(1)
                .listener(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {}

                    @Override
                    public void onBlindness(Blindness blindness) {
                        changes.add(blindness);
                    }
                })
                .build();
        monitor.add("db:80");
        heap.pass(Duration.ofMillis(10));
        rounds.get(0).complete(MonitorSamples.up(WITNESS, ADDRESS));
        asked.complete(SILENT);
        // Its next checks find out nothing.
        asked = new CompletableFuture<>();
        heap.pass(Duration.ofMillis(200));
        return monitor;
    }

    @Test
    void blindnessThatCannotBeAnnounced_isAnnouncedLaterAndHoldsWhatWaits() throws InterruptedException {
        FullHeapTime heap = new FullHeapTime();
        BlockingQueue<Blindness> changes = new LinkedBlockingQueue<>();
        Monitor monitor = waiting(heap, changes);
        heap.isFull = true;
        rounds.get(1).complete(SILENT);
        heap.isFull = false;
        assertThat(changes).isEmpty();
        assertThat(monitor.stats().inFlight()).isEqualTo(1);
        answer = () -> CompletableFuture.completedFuture(MonitorSamples.up(WITNESS, ADDRESS));
        heap.pass(Duration.ofSeconds(8));

        assertThat(next(changes).ended()).isNull();
        assertThat(next(changes).ended()).isNotNull();
        assertThat(status(monitor).state()).isEqualTo(TargetState.UNKNOWN);
        assertThat(status(monitor).counts().held()).isPositive();
    }

    @Test
    void endOfBlindnessThatCannotBeAnnounced_isAnnouncedLater() throws InterruptedException {
        FullHeapTime heap = new FullHeapTime();
        BlockingQueue<Blindness> changes = new LinkedBlockingQueue<>();
        Monitor monitor = waiting(heap, changes);
        rounds.get(1).complete(SILENT);
        assertThat(next(changes).ended()).isNull();
        int before = rounds.size();
        while (rounds.size() == before) {
            heap.pass(Duration.ofMillis(10));
        }
        heap.isFull = true;
        rounds.get(before).complete(MonitorSamples.up(WITNESS, ADDRESS));
        heap.isFull = false;
        assertThat(changes).isEmpty();
        heap.pass(Duration.ofSeconds(2));

        assertThat(next(changes).ended()).isNotNull();
        assertThat(monitor.stats().blindnesses()).isEqualTo(1);
    }

    /** One that makes its caller wait holds up no target. */
    @Test
    void executorOfListeners_isCalledAfterAllTargetsHaveTheirResults() {
        List<Integer> inFlight = new ArrayList<>();
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> ask(target)))
                .witnesses(List.of(WITNESS), 1)
                .time(time)
                .startSpread(Duration.ZERO)
                .listener(transition -> {})
                .callbackExecutor(task -> inFlight.add(own.join().stats().inFlight()))
                .build();
        own.complete(monitor);
        for (int i = 1; i <= 10; i++) {
            monitor.add("db:" + i);
        }
        time.pass(Duration.ofMillis(10));
        asked.complete(SILENT);
        rounds.get(0).complete(MonitorSamples.up(WITNESS, ADDRESS));
        time.pass(Duration.ofMillis(200));
        assertThat(monitor.stats().inFlight()).isEqualTo(10);
        rounds.get(1).complete(MonitorSamples.up(WITNESS, ADDRESS));

        assertThat(inFlight).hasSize(10).containsOnly(0);
        assertThat(monitor.stats().down()).isEqualTo(10);
    }

    private static void refused(String text, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(text);
    }

    @Test
    void invalidWitnesses_areRejectedWithNameValueAndRule() {
        MonitorBuilder builder =
                Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>()));

        refused("witnesses: [] (expected at least one)", () -> builder.witnesses(List.of(), 1));
        refused(
                "witnesses: \"gateway:80\" (expected each only once)",
                () -> builder.witnesses(List.of(WITNESS, "dns:53", WITNESS), 1));
        refused("quorum: 0 (expected 1 to 2)", () -> builder.witnesses(List.of(WITNESS, "dns:53"), 0));
        refused("quorum: 3 (expected 1 to 2)", () -> builder.witnesses(List.of(WITNESS, "dns:53"), 3));
        assertThatNullPointerException().isThrownBy(() -> builder.witnesses(Arrays.asList(WITNESS, null), 1));
        builder.witnesses(List.of("gateway"), 1);
        assertThatIllegalArgumentException()
                .isThrownBy(builder::build)
                .withMessageStartingWith("target: \"gateway\" (expected ");
        Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>(), true))
                .witnesses(List.of("gateway"), 1)
                .build()
                .close();
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void blindnessFromTheStart_isLoggedOnce() throws Exception {
        answer = () -> CompletableFuture.completedFuture(SILENT);
        try (Logged logged = new Logged()) {
            Monitor monitor = monitor(WITNESS, "db:80");
            asked.complete(SILENT);
            time.pass(Duration.ofSeconds(20));
            assertThat(monitor.blindness()).isNotNull();
            answer = () -> CompletableFuture.completedFuture(MonitorSamples.up(WITNESS, ADDRESS));
            time.pass(Duration.ofSeconds(10));
            answer = () -> CompletableFuture.completedFuture(SILENT);
            time.pass(Duration.ofSeconds(10));
            assertThat(monitor.stats().blindnesses()).isEqualTo(2);

            assertThat(logged.lines)
                    .containsExactly(
                            "WARNING 0 of 2 witnesses responded to a monitor's first round (quorum 1): targets that"
                                    + " are silent stay in the state that they are in until the quorum responds");
        }
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void loggingListener_logsTheBeginningAndTheEnd() throws Exception {
        ScriptedMonitor rig = ScriptedMonitor.create(
                builder -> builder.witnesses(List.of(WITNESS, "dns:53"), 2).listener(MonitorListener.logging()));
        rig.on(WITNESS).up().times(2).timesOut().up();
        rig.on("dns:53").up();
        try (Logged logged = new Logged()) {
            rig.advance(Duration.ofSeconds(20));

            assertThat(logged.lines)
                    .containsExactly(
                            "WARNING own network in doubt: 1 of 2 witnesses responded (quorum 2); began between"
                                    + " 2000-01-01T00:00:05Z and 2000-01-01T00:00:11Z; gateway:80 (192.0.2.1:80) is down: timed out"
                                    + " after 1.00 s",
                            "INFO own network works again: 2 of 2 witnesses responded (quorum 2); began between"
                                    + " 2000-01-01T00:00:05Z and 2000-01-01T00:00:11Z, ended between"
                                    + " 2000-01-01T00:00:10Z and 2000-01-01T00:00:11Z");
        }
    }
}
