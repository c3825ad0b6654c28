package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is thrown wherever, the check ends once, holds nothing afterwards, and the others go on. */
class CheckFaultsTest extends ScriptedCheck {
    private final ScriptedHosts hosts = new ScriptedHosts(rig);

    static Stream<Supplier<Throwable>> throwables() {
        return Stream.of(
                () -> terse(new IllegalStateException("thrown by a test")),
                () -> terse(new OutOfMemoryError("thrown by a test")),
                () -> terse(new StackOverflowError("thrown by a test")),
                () -> terse(new Exception("a checked one, as other languages throw them")));
    }

    /** It ends in the log, where the stack of a test is of no use. */
    private static Throwable terse(Throwable throwable) {
        throwable.setStackTrace(new StackTraceElement[0]);
        return throwable;
    }

    /** Throws it, checked or not. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable throwable) throws T {
        throw (T) throwable;
    }

    /** Throws at one call and never before or after. */
    private static final class OneFault {
        private final Supplier<Throwable> throwable;
        private int left;

        OneFault(int call, Supplier<Throwable> throwable) {
            this.left = call;
            this.throwable = throwable;
        }

        void call() {
            if (--left == 0) {
                CheckFaultsTest.<RuntimeException>sneak(throwable.get());
            }
        }

        boolean hasThrown() {
            return left <= 0;
        }
    }

    private void assertNothingIsHeld() {
        assertThat(rig.timers()).as("timers").isZero();
        assertThat(rig.checker().limiter.taken()).as("places").isZero();
        assertThat(rig.checker().limiter.waiting()).as("queued").isZero();
        assertThat(rig.checker().spareSockets.taken()).as("spare sockets").isZero();
        assertThat(rig.checker().spareSockets.waiting())
                .as("waiting for sockets")
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void engineThatThrowsInStart_makesCheckUnknownAndCancelsProbe(Supplier<Throwable> throwable) {
        Throwable thrown = throwable.get();
        engine.onStart = probe -> CheckFaultsTest.<RuntimeException>sneak(thrown);
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> failing = rig.check(TIMEOUT);

        CheckResult result = rig.resultOf(failing);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(((CheckResult.Unknown) result).cause()).isSameAs(thrown);
        assertThat(engine.cancelled).containsExactlyElementsOf(engine.started);
        assertNothingIsHeld();
        engine.onStart = probe -> {};
        CompletableFuture<CheckResult> next = rig.check(TIMEOUT);
        engine.last().complete(answered());
        assertThat(rig.resultOf(next).isUp()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void engineThatThrowsInExpire_makesTheCheckUnknownAtOnce(Supplier<Throwable> throwable) {
        Throwable thrown = throwable.get();
        engine.onExpire = probe -> CheckFaultsTest.<RuntimeException>sneak(thrown);
        hosts.resolveTo(1, 2);
        CompletableFuture<CheckResult> failing = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(501));

        CheckResult result = rig.resultOf(failing);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(((CheckResult.Unknown) result).cause()).isSameAs(thrown);
        assertThat(engine.cancelled).containsExactlyElementsOf(engine.started);
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void engineThatThrowsInCancel_doesNotDisturbTheCheck(Supplier<Throwable> throwable) {
        engine.onCancel = probe -> CheckFaultsTest.<RuntimeException>sneak(throwable.get());
        hosts.resolveTo(1, 3);
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        rig.pass(millis(400));
        engine.last().complete(answered());

        assertThat(rig.resultOf(future).isUp()).isTrue();
        assertThat(engine.cancelled).hasSize(2);
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void resolverThatThrows_makesTheCheckUnknown(Supplier<Throwable> throwable) {
        Throwable thrown = throwable.get();
        rig.resolver = host -> {
            CheckFaultsTest.<RuntimeException>sneak(thrown);
            return new CompletableFuture<>();
        };
        CheckResult result = rig.resultOf(rig.checkName("db:80", TIMEOUT));

        assertThat(unknownReason(result)).isEqualTo(UnknownReason.UNRESOLVED);
        assertThat(((CheckResult.Unknown) result).cause()).isSameAs(thrown);
        assertNothingIsHeld();
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void resolverFutureThatThrows_makesTheCheckUnknown(Supplier<Throwable> throwable) {
        rig.resolver = host -> new CompletableFuture<>() {
            @Override
            public CompletableFuture<List<InetAddress>> whenComplete(
                    BiConsumer<? super List<InetAddress>, ? super Throwable> action) {
                CheckFaultsTest.<RuntimeException>sneak(throwable.get());
                return this;
            }
        };
        CheckResult result = rig.resultOf(rig.checkName("db:80", TIMEOUT));

        assertThat(unknownReason(result)).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertNothingIsHeld();
    }

    /** The checker looks at the clock in each of a check's turns, before, between and after its decisions. */
    @ParameterizedTest
    @MethodSource("throwables")
    void throwableAnywhereInACheck_endsThatCheckAlone(Supplier<Throwable> throwable) {
        throwAtEachCall(throwable, call -> rig.onClock = call);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void engineThatThrowsOnce_endsThatCheckAlone(Supplier<Throwable> throwable) {
        throwAtEachCall(throwable, call -> engine.onCall = call);
    }

    /** Throws at the first call of what the setter sets, then at the second, and so on until there is none. */
    private void throwAtEachCall(Supplier<Throwable> throwable, Consumer<Runnable> setter) {
        boolean more = true;
        for (int call = 1; more; call++) {
            OneFault fault = new OneFault(call, throwable);
            setter.accept(fault::call);
            runSome();
            setter.accept(() -> {});
            more = fault.hasThrown();
            assertNothingIsHeld();
        }
    }

    /** Checks of all kinds, more than are in flight, each of which must end, and all but one as usual. */
    private void runSome() {
        rig.maxInFlight = 2;
        engine.capacity = 3;
        rig.resend = Resend.halfway();
        hosts.reply(1, answered(), millis(1));
        hosts.reply(2, ScriptedEngine.refused(), Duration.ZERO);
        List<CompletableFuture<CheckResult>> futures = new ArrayList<>();
        int notBegun = 0;
        for (int i = 0; i < 6; i++) {
            hosts.resolveTo(4 - i % 4, 1 + i % 3);
            try {
                futures.add(i % 2 == 0 ? rig.checkName("db:80", TIMEOUT) : rig.check(TIMEOUT));
            } catch (Throwable e) {
                // The caller's own look at the clock.
                notBegun++;
            }
        }
        hosts.pass(millis(800));
        assertThat(futures).allMatch(CompletableFuture::isDone);
        assertThat(futures)
                .filteredOn(future -> future.join() instanceof CheckResult.Unknown unknown
                        && unknown.reason() == UnknownReason.LOCAL_FAILURE)
                .hasSizeLessThanOrEqualTo(1 - notBegun);
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void executorThatThrows_losesNoResult(Supplier<Throwable> throwable) throws Exception {
        rig.executor = task -> CheckFaultsTest.<RuntimeException>sneak(throwable.get());
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(answered());

        assertThat(future.get(60, TimeUnit.SECONDS).isUp()).isTrue();
        assertThat(rig.checker().stats().rejectedCallbacks()).isEqualTo(1);
        assertNothingIsHeld();
    }

    /** No thread can be had for the result, and no other result comes that could bring one. */
    @Test
    void resultWithoutAThread_isDeliveredOnceOneIsAvailable() throws Exception {
        Throwable none = terse(new OutOfMemoryError("unable to create native thread"));
        rig.executor = task -> CheckFaultsTest.<RuntimeException>sneak(none);
        rig.threads = task -> {
            CheckFaultsTest.<RuntimeException>sneak(none);
            return new Thread(task);
        };
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(answered());
        rig.pass(millis(100));
        assertThat(future).isNotDone();
        assertThat(rig.checker().limiter.taken()).isZero();

        rig.threads = Thread::new;
        rig.pass(millis(100));

        assertThat(future.get(60, TimeUnit.SECONDS).isUp()).isTrue();
        assertThat(rig.checker().stats().up()).isEqualTo(1);
        assertNothingIsHeld();
    }

    @Test
    @ResourceLock(Logged.LOCK)
    void resultsWithoutAThread_areRetriedWithBackoffAndLoggedOnce() throws Exception {
        Throwable none = terse(new OutOfMemoryError("unable to create native thread"));
        List<Long> tries = new ArrayList<>();
        rig.executor = task -> {
            tries.add(rig.now());
            CheckFaultsTest.<RuntimeException>sneak(none);
        };
        rig.threads = task -> {
            CheckFaultsTest.<RuntimeException>sneak(none);
            return new Thread(task);
        };
        List<CompletableFuture<CheckResult>> futures = new ArrayList<>();
        try (Logged logged = new Logged()) {
            futures.add(rig.check(TIMEOUT));
            engine.last().complete(answered());
            rig.pass(Duration.ofSeconds(5));
            assertThat(tries).hasSizeBetween(10, 12);
            futures.add(rig.check(TIMEOUT));
            engine.last().complete(answered());
            rig.pass(Duration.ofSeconds(4));

            assertThat(logged.texts).containsExactly("a check failed to end, and tries again");
        }
        assertThat(futures).noneMatch(CompletableFuture::isDone);
        assertThat(rig.checker().stats().rejectedCallbacks()).isEqualTo(2);
        rig.threads = Thread::new;
        rig.pass(Duration.ofSeconds(1));
        for (CompletableFuture<CheckResult> future : futures) {
            assertThat(future.get(60, TimeUnit.SECONDS).isUp()).isTrue();
        }
        assertNothingIsHeld();
    }

    @Test
    void resultWithoutAThread_isDeliveredByClose() {
        Throwable none = terse(new OutOfMemoryError("unable to create native thread"));
        rig.executor = task -> CheckFaultsTest.<RuntimeException>sneak(none);
        rig.threads = task -> {
            CheckFaultsTest.<RuntimeException>sneak(none);
            return new Thread(task);
        };
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        engine.last().complete(answered());
        rig.close();

        assertThat(future).isCompletedWithValueMatching(CheckResult::isUp);
    }

    @Test
    void failedCompletion_isRetriedByOneThreadAtATime() {
        List<CheckResult> delivered = new ArrayList<>();
        List<Thread.State> states = new ArrayList<>();
        AtomicReference<Check> check = new AtomicReference<>();
        Thread stopping = new Thread(
                () -> Objects.requireNonNull(check.get()).stop(UnknownReason.INTERRUPTED),
                "a caller that is interrupted");
        Runnable stopMeanwhile = () -> {
            rig.onClock = () -> {};
            stopping.start();
            Eventually.holds("the caller has ended or waits", () -> {
                Thread.State state = stopping.getState();
                boolean isSettled = state == Thread.State.TERMINATED || state == Thread.State.BLOCKED;
                if (isSettled) {
                    states.add(state);
                }
                return isSettled;
            });
        };
        Target target = rig.checker().parse("192.0.2.1:80");
        check.set(rig.checker().start(target, "192.0.2.1:80", TIMEOUT.toNanos(), result -> {
            if (states.isEmpty()) {
                // The next look at the clock is for the time of the next try.
                rig.onClock = stopMeanwhile;
                CheckFaultsTest.<RuntimeException>sneak(terse(new IllegalStateException("thrown by a test")));
            }
            delivered.add(result);
        }));
        engine.last().complete(answered());
        Eventually.ends(stopping);
        rig.pass(millis(11));

        assertThat(states).containsExactly(Thread.State.BLOCKED);
        assertThat(delivered).hasSize(1).allMatch(CheckResult::isUp);
        assertNothingIsHeld();
    }

    @Test
    void checkOutOfMemory_endsOnceMemoryIsAvailable() {
        rig.maxInFlight = 1;
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> queued = rig.check(TIMEOUT);
        throwWhere(look -> look < 2);
        engine.last().complete(answered());
        assertThat(rig.timers()).isEqualTo(2);
        rig.pass(millis(11));

        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(((CheckResult.Unknown) result).cause()).isInstanceOf(OutOfMemoryError.class);
        assertThat(result.address()).isEqualTo(CheckerRig.ADDRESS);
        engine.last().complete(answered());
        assertThat(rig.resultOf(queued).isUp()).isTrue();
        assertNothingIsHeld();
    }

    @Test
    void checkAlwaysOutOfMemory_endsWithThePreallocatedResult() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        // The looks at the clock with which a result begins, and not those with which the timer is set.
        throwWhere(look -> look == 0 || look % 2 == 1);
        engine.last().complete(answered());
        rig.pass(millis(740));
        assertThat(future).isNotDone();
        rig.pass(millis(30));

        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(result).isSameAs(rig.checker().lastResort);
        assertNothingIsHeld();
    }

    private void throwWhere(IntPredicate looks) {
        int[] look = {0};
        rig.onClock = () -> {
            if (looks.test(look[0]++)) {
                CheckFaultsTest.<RuntimeException>sneak(terse(new OutOfMemoryError("thrown by a test")));
            }
        };
    }
}
