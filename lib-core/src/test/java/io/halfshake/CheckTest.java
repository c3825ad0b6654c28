package io.halfshake;

import static io.halfshake.CheckerRig.address;
import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.evidence;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static io.halfshake.ScriptedEngine.unreachable;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CheckTest {
    private static final Duration TIMEOUT = Duration.ofMillis(500);

    private final CheckerRig rig = new CheckerRig();
    private final ScriptedEngine engine = rig.engine;

    @AfterEach
    void nothingIsLeft() {
        assertThat(rig.timers()).as("timers left").isZero();
        assertThat(rig.checker().stats().inFlight()).as("slots held").isZero();
        assertThat(rig.checker().stats().queued()).as("checks queued").isZero();
        rig.close();
        assertThat(engine.closed).isTrue();
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    private static UnknownReason unknownReason(CheckResult result) {
        assertThat(result).isInstanceOf(CheckResult.Unknown.class);
        return ((CheckResult.Unknown) result).reason();
    }

    private static DownReason downReason(CheckResult result) {
        assertThat(result).isInstanceOf(CheckResult.Down.class);
        return ((CheckResult.Down) result).reason();
    }

    @SuppressWarnings("NullAway") // What a careless resolver gives.
    private static CompletableFuture<List<java.net.InetAddress>> nothing() {
        return null;
    }

    /** On another thread, since a resolver's future may run its maker's code. */
    private static void assertIsCancelledSoon(CompletableFuture<?> question) {
        assertThatThrownBy(() -> question.get(60, TimeUnit.SECONDS)).isInstanceOf(CancellationException.class);
    }

    @Nested
    class OneAddress {
        @Test
        void isUpWithTheRoundTripOfTheEngine() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(7));
            engine.last().complete(answered());

            CheckResult result = rig.resultOf(future);

            assertThat(result.isUp()).isTrue();
            assertThat(result.target()).isEqualTo("192.0.2.1:80");
            assertThat(result.address()).isEqualTo(CheckerRig.ADDRESS);
            assertThat(result.roundTrip()).isEqualTo(millis(3));
            assertThat(result.elapsed()).isEqualTo(millis(7));
            assertThat(result.evidence()).isEqualTo(evidence(Speaker.SYN_ACK));
        }

        @Test
        void isDownWhenRefusedOrUnreachable() {
            CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
            engine.last().complete(refused());
            CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
            engine.last().complete(unreachable());

            assertThat(downReason(rig.resultOf(first))).isEqualTo(DownReason.REFUSED);
            assertThat(downReason(rig.resultOf(second))).isEqualTo(DownReason.UNREACHABLE);
        }

        @Test
        void isUnknownWhenTheEngineFailedHere() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.NO_DESCRIPTORS);
        }

        @Test
        void silenceIsDownAtTheDeadlineAndNotBefore() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(TIMEOUT.minusNanos(1));
            assertThat(future).isNotDone();
            assertThat(engine.expired).isEmpty();

            rig.pass(millis(1));

            assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
            assertThat(engine.expired).hasSize(1);
        }

        @Test
        void anAnswerFoundInTheLastLookIsUp() {
            engine.looksOnceMore = false;
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.stall(Duration.ofSeconds(5));
            assertThat(future).isNotDone();

            engine.expired.get(0).complete(answered());

            assertThat(rig.resultOf(future).isUp()).isTrue();
        }

        @Test
        void anEngineThatNeverAnswersIsOurStallAndNotTheTargetsSilence() {
            engine.looksOnceMore = false;
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(TIMEOUT.plusMillis(260));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
            assertThat(engine.cancelled).hasSize(1);
        }

        @Test
        void silenceWithoutASynIsOurStall() {
            engine.sends = false;
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(501));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
        }

        @Test
        void silenceAfterASynThatLeftLateIsOurStall() {
            engine.sends = false;
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(260));
            engine.last().sent(rig.now());
            rig.pass(millis(250));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.STALLED);
        }

        @Test
        void anEngineThatThrowsIsUnknownWithTheCause() {
            IllegalStateException trouble = new IllegalStateException("broken");
            engine.onStart = probe -> {
                throw trouble;
            };
            CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(rig.check(TIMEOUT));

            assertThat(result.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(result.cause()).isSameAs(trouble);
        }

        @Test
        @SuppressWarnings("NullAway") // What a careless engine reports.
        void anEngineThatReportsNonsenseIsUnknownWithTheCause() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(new Outcome.Answered(1, null));

            CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(future);
            assertThat(result.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(result.cause()).isInstanceOf(NullPointerException.class);
        }

        @Test
        void onlyTheFirstOutcomeCounts() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            Probe probe = engine.last();
            probe.complete(refused());
            probe.complete(answered());

            assertThat(rig.resultOf(future).isDown()).isTrue();
            assertThat(rig.checker().stats().up()).isZero();
            assertThat(rig.checker().stats().down()).isEqualTo(1);
        }

        @Test
        void anAnswerAfterTheResultChangesNothing() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(TIMEOUT.plusMillis(1));
            engine.last().complete(answered());

            assertThat(rig.resultOf(future).isDown()).isTrue();
        }

        @Test
        void anAnswerGivenInsideStartCounts() {
            engine.onStart = probe -> probe.complete(answered());

            assertThat(rig.resultOf(rig.check(TIMEOUT)).isUp()).isTrue();
        }

        @Test
        void timeoutsOfAnyLengthAreKept() {
            CompletableFuture<CheckResult> longest = rig.check(Duration.ofSeconds(Long.MAX_VALUE, 999_999_999));
            CompletableFuture<CheckResult> shortest = rig.check(Duration.ofNanos(1));
            rig.pass(Duration.ofSeconds(10));

            assertThat(rig.resultOf(shortest).isUp()).isFalse();
            assertThat(longest).isNotDone();
            engine.started.get(0).complete(answered());
            assertThat(rig.resultOf(longest).isUp()).isTrue();
        }
    }

    @Nested
    class Cancelling {
        @Test
        void stopsTheProbe() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);

            assertThat(future.cancel(true)).isTrue();

            assertThat(engine.cancelled).containsExactly(engine.last());
            assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
            assertThat(rig.checker().stats().cancelled()).isEqualTo(1);
            assertThat(rig.checker().stats().unknown()).isZero();
        }

        @Test
        void whileQueuedNeverSends() {
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
        void whileResolvingCancelsTheQuestion() {
            CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
            rig.resolver = host -> question;
            CompletableFuture<CheckResult> future = rig.checkName("db:5432", TIMEOUT);

            future.cancel(true);

            assertIsCancelledSoon(question);
            assertThat(engine.started).isEmpty();
        }

        @Test
        void fromInsideStartStopsTheProbeAfterStartReturned() {
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
        void afterTheResultDoesNothing() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            engine.last().complete(answered());
            rig.runCallbacks();

            assertThat(future.cancel(true)).isFalse();
            assertThat(engine.cancelled).isEmpty();
        }

        @Test
        void completingFromOutsideStopsTheProbeToo() {
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);

            future.completeExceptionally(new IllegalStateException("enough"));
            assertThat(engine.cancelled).hasSize(1);

            rig.check(TIMEOUT).completeAsync(Samples::up, Runnable::run);
            assertThat(engine.cancelled).hasSize(2);
        }
    }

    @Nested
    class Resending {
        @Test
        void sendsOnceMoreHalfWayThrough() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(249));
            assertThat(engine.started).hasSize(1);
            rig.pass(millis(2));
            assertThat(engine.started).hasSize(2);

            engine.last().complete(answered());

            CheckResult result = rig.resultOf(future);
            assertThat(result.isUp()).isTrue();
            assertThat(result.evidence().syns()).isEqualTo(2);
            assertThat(engine.cancelled).containsExactly(engine.started.get(0));
        }

        @Test
        void theFirstSocketsAnswerCountsAsWell() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(300));
            engine.started.get(0).complete(refused());

            assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.REFUSED);
            assertThat(engine.cancelled).containsExactly(engine.started.get(1));
        }

        @Test
        void twoSilencesMakeOneTimeout() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(501));

            CheckResult result = rig.resultOf(future);
            assertThat(downReason(result)).isEqualTo(DownReason.TIMED_OUT);
            assertThat(result.evidence().syns()).isEqualTo(2);
        }

        @Test
        void troubleOnTheSecondSocketDoesNotSpoilTheFirst() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(300));
            engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));
            assertThat(future).isNotDone();
            rig.pass(millis(201));

            assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
        }

        @Test
        void aSecondSocketThatFindsNoRouteTakesTheBlameForTheSilenceOfTheFirst() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(300));
            engine.last().complete(failed(UnknownReason.NO_ROUTE));
            assertThat(future).isNotDone();
            rig.pass(millis(201));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.NO_ROUTE);
        }

        @Test
        void aSecondSocketThatFindsNoRouteDoesNotSpoilAnAnswerToTheFirst() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(300));
            engine.last().complete(failed(UnknownReason.NO_ROUTE));
            engine.started.get(0).complete(answered());

            assertThat(rig.resultOf(future).isUp()).isTrue();
        }

        @Test
        void leavesLongTimeoutsToTheKernel() {
            rig.resend = Resend.halfway();
            CompletableFuture<CheckResult> future = rig.check(Duration.ofSeconds(2));
            rig.pass(millis(1_990));
            engine.last().complete(answered());

            assertThat(rig.resultOf(future).isUp()).isTrue();
            assertThat(engine.started).hasSize(1);
        }

        @Test
        void isLeftOutWhereTheEngineIsFull() {
            rig.resend = Resend.after(millis(100));
            engine.capacity = 1;
            CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
            rig.pass(millis(501));

            CheckResult result = rig.resultOf(future);
            assertThat(downReason(result)).isEqualTo(DownReason.TIMED_OUT);
            assertThat(result.evidence().syns()).isEqualTo(1);
        }
    }

    @Nested
    class Queueing {
        @Test
        void asksInOrderAndReportsTheWait() {
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
        void aCheckThatNeverGotItsTurnIsSaturated() {
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
        void silenceAfterALongWaitIsNotHeldAgainstTheTarget() {
            rig.maxInFlight = 1;
            CompletableFuture<CheckResult> first = rig.check(millis(100));
            CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
            rig.pass(millis(501));

            assertThat(downReason(rig.resultOf(first))).isEqualTo(DownReason.TIMED_OUT);
            assertThat(unknownReason(rig.resultOf(second))).isEqualTo(UnknownReason.SATURATED);
        }

        @Test
        void anAnswerAfterALongWaitIsAnAnswer() {
            rig.maxInFlight = 1;
            CompletableFuture<CheckResult> first = rig.check(millis(400));
            CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
            rig.pass(millis(450));
            engine.last().complete(refused());

            assertThat(rig.resultOf(first).isDown()).isTrue();
            assertThat(downReason(rig.resultOf(second))).isEqualTo(DownReason.REFUSED);
        }

        @Test
        void aLongQueueOfInstantFailuresDoesNotOverflowTheStack() {
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

    @Nested
    class Names {
        @Test
        void areResolvedWithinTheTimeout() {
            CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
            rig.resolver = host -> question;
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            rig.pass(millis(40));
            question.complete(List.of(CheckerRig.ADDRESS.getAddress()));
            engine.last().complete(answered());

            CheckResult result = rig.resultOf(future);
            assertThat(result.target()).isEqualTo("db:80");
            assertThat(result.address()).isEqualTo(CheckerRig.ADDRESS);
            assertThat(result.timing().resolving()).isEqualTo(millis(40));
        }

        @Test
        void thatNeverResolveAreUnknownAtTheDeadline() {
            CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
            rig.resolver = host -> question;
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            rig.pass(millis(501));

            CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(future);
            assertThat(result.reason()).isEqualTo(UnknownReason.UNRESOLVED);
            assertThat(result.cause()).hasMessage("resolver: no answer within 500 ms");
            assertThat(result.address()).isNull();
            assertIsCancelledSoon(question);
        }

        @Test
        void whoseResolverFailsToCancelEndAllTheSame() {
            Thread test = Thread.currentThread();
            CompletableFuture<Thread> cancelledOn = new CompletableFuture<>();
            rig.resolver = host -> new CompletableFuture<>() {
                @Override
                public boolean cancel(boolean mayInterruptIfRunning) {
                    cancelledOn.complete(Thread.currentThread());
                    throw new IllegalStateException("broken");
                }
            };
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            rig.pass(millis(501));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.UNRESOLVED);
            assertThat(cancelledOn.orTimeout(60, TimeUnit.SECONDS).join()).isNotSameAs(test);
        }

        @Test
        void holdNoPlaceWhileTheyAreResolved() {
            rig.maxInFlight = 1;
            rig.resolver = host -> new CompletableFuture<>();
            CompletableFuture<CheckResult> hanging = rig.checkName("db:80", TIMEOUT);
            CompletableFuture<CheckResult> other = rig.check(TIMEOUT);
            engine.last().complete(answered());

            assertThat(rig.resultOf(other).isUp()).isTrue();
            hanging.cancel(true);
        }

        @Test
        void ofWhichNothingIsKnownAreUnknownAtOnce() {
            List<Resolver> resolvers = new ArrayList<>();
            resolvers.add(host -> CompletableFuture.failedFuture(new java.net.UnknownHostException(host)));
            resolvers.add(host -> CompletableFuture.completedFuture(List.of()));
            resolvers.add(host -> CompletableFuture.completedFuture(java.util.Collections.singletonList(null)));
            resolvers.add(host -> CompletableFuture.completedFuture(null));
            resolvers.add(host -> nothing());
            resolvers.add(host -> {
                throw new IllegalStateException("broken");
            });
            resolvers.add(host -> {
                throw new StackOverflowError();
            });
            for (Resolver resolver : resolvers) {
                rig.resolver = resolver;
                CheckResult.Unknown result = (CheckResult.Unknown) rig.resultOf(rig.checkName("db:80", TIMEOUT));
                assertThat(result.reason()).isEqualTo(UnknownReason.UNRESOLVED);
                assertThat(result.cause()).isNotNull();
            }
        }

        @Test
        void resolvedTooLateDoNotMakeTheTargetDown() {
            CompletableFuture<List<java.net.InetAddress>> question = new CompletableFuture<>();
            rig.resolver = host -> question;
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            rig.pass(millis(400));
            question.complete(List.of(CheckerRig.ADDRESS.getAddress()));
            rig.pass(millis(101));

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.UNRESOLVED);
        }

        @Test
        void writtenAsAddressesNeverReachTheResolver() {
            rig.resolver = host -> {
                throw new AssertionError("asked for " + host);
            };
            CompletableFuture<CheckResult> future = rig.checkName("[2001:db8::1]:80", TIMEOUT);
            engine.last().complete(answered());

            assertThat(rig.resultOf(future).address()).isEqualTo(address("2001:db8::1"));
        }
    }

    @Nested
    class SeveralAddresses {
        @Test
        void areTriedInOrderUntilOneAnswers() {
            rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            engine.last().complete(refused());
            assertThat(engine.addresses()).containsExactly(address("192.0.2.1"), address("192.0.2.2"));
            engine.last().complete(answered());

            CheckResult result = rig.resultOf(future);
            assertThat(result.isUp()).isTrue();
            assertThat(result.address()).isEqualTo(address("192.0.2.2"));
        }

        @Test
        void areStaggeredWhereTheFirstIsSilent() {
            rig.resolveTo("192.0.2.1", "192.0.2.2");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", Duration.ofSeconds(2));
            rig.pass(millis(249));
            assertThat(engine.started).hasSize(1);
            rig.pass(millis(2));
            assertThat(engine.started).hasSize(2);
            engine.last().complete(answered());

            assertThat(rig.resultOf(future).address()).isEqualTo(address("192.0.2.2"));
            assertThat(engine.cancelled).containsExactly(engine.started.get(0));
        }

        @Test
        void areDownOnlyIfAllAre() {
            rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            engine.last().complete(unreachable());
            engine.last().complete(refused());
            rig.pass(millis(501));

            CheckResult result = rig.resultOf(future);
            assertThat(downReason(result)).isEqualTo(DownReason.REFUSED);
            assertThat(result.address()).isEqualTo(address("192.0.2.2"));
        }

        @Test
        void allSilentAreEachGivenAFairShare() {
            rig.resolveTo("192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            rig.pass(millis(501));

            assertThat(engine.started).hasSize(4);
            assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
        }

        @Test
        void withoutARouteCountOnlyIfThereIsNoOther() {
            rig.resolveTo("2001:db8::1", "192.0.2.1");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            engine.last().complete(failed(UnknownReason.NO_ROUTE));
            engine.last().complete(refused());
            assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.REFUSED);

            rig.resolveTo("2001:db8::1", "2001:db8::2");
            engine.onStart = probe -> probe.complete(failed(UnknownReason.NO_ROUTE));
            assertThat(unknownReason(rig.resultOf(rig.checkName("db:80", TIMEOUT))))
                    .isEqualTo(UnknownReason.NO_ROUTE);
        }

        @Test
        void oneThatCouldNotBeAskedLeavesTheTargetUnknown() {
            rig.resolveTo("192.0.2.1", "192.0.2.2");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            engine.last().complete(failed(UnknownReason.NO_DESCRIPTORS));
            engine.last().complete(refused());

            assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.NO_DESCRIPTORS);
        }

        @Test
        void withoutASocketForTheSecondLeaveTheTargetUnknown() {
            rig.resolveTo("192.0.2.1", "192.0.2.2");
            engine.capacity = 1;
            CompletableFuture<CheckResult> first = rig.checkName("db:80", TIMEOUT);
            CompletableFuture<CheckResult> second = rig.checkName("db:80", TIMEOUT);
            engine.started.get(0).complete(refused());
            engine.started.get(1).complete(refused());
            rig.pass(millis(501));

            assertThat(unknownReason(rig.resultOf(first))).isEqualTo(UnknownReason.SATURATED);
            assertThat(rig.resultOf(second).isUp()).isFalse();
        }

        @Test
        void underPolicyFirstAreNotTried() {
            rig.policy = AddressPolicy.FIRST;
            rig.resolveTo("192.0.2.1", "192.0.2.2");
            CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
            engine.last().complete(refused());

            assertThat(rig.resultOf(future).isDown()).isTrue();
            assertThat(engine.started).hasSize(1);
        }

        @Test
        void underPolicyAllMustAllAnswer() {
            rig.policy = AddressPolicy.ALL;
            rig.resolveTo("192.0.2.1", "192.0.2.2");
            CompletableFuture<CheckResult> up = rig.checkName("db:80", TIMEOUT);
            assertThat(engine.started).hasSize(2);
            engine.started.get(0).complete(answered());
            assertThat(up).isNotDone();
            engine.started.get(1).complete(answered());
            assertThat(rig.resultOf(up).isUp()).isTrue();

            CompletableFuture<CheckResult> down = rig.checkName("db:80", TIMEOUT);
            engine.started.get(3).complete(refused());
            assertThat(rig.resultOf(down).address()).isEqualTo(address("192.0.2.2"));
            assertThat(engine.cancelled).containsExactly(engine.started.get(2));
        }
    }

    @Nested
    class Closing {
        @Test
        void endsEveryCheckWhereverItStands() {
            rig.maxInFlight = 1;
            rig.resolver = host -> new CompletableFuture<>();
            CompletableFuture<CheckResult> asked = rig.check(TIMEOUT);
            CompletableFuture<CheckResult> queued = rig.check(TIMEOUT);
            CompletableFuture<CheckResult> resolving = rig.checkName("db:80", TIMEOUT);

            rig.close();

            for (CompletableFuture<CheckResult> future : List.of(asked, queued, resolving)) {
                assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.CHECKER_CLOSED);
            }
            assertThat(engine.cancelled).hasSize(1);
            assertThat(rig.resultOf(asked).evidence().syns()).isEqualTo(1);
            assertThat(rig.resultOf(queued).evidence().syns()).isZero();
        }

        @Test
        void refusesFurtherChecks() {
            rig.close();

            assertThatThrownBy(() -> rig.check(TIMEOUT))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("checker: closed (expected open)");
        }
    }

    @Test
    void anAnsweredCheckWhoseHandshakeMayBeFullIsCounted() {
        CompletableFuture<CheckResult> future = rig.check(TIMEOUT);
        Evidence full =
                new Evidence(Speaker.SYN_ACK, null, null, null, 1, "scripted", Handshake.FULL, Evidence.Clock.KERNEL);
        engine.last().complete(new Outcome.Answered(1, full));

        assertThat(rig.resultOf(future).evidence().handshake()).isEqualTo(Handshake.FULL);
        assertThat(rig.checker().stats().unkeptHalfOpen()).isEqualTo(1);
    }
}
