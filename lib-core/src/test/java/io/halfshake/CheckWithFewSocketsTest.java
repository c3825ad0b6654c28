package io.halfshake;

import static io.halfshake.ScriptedEngine.answered;
import static io.halfshake.ScriptedEngine.failed;
import static io.halfshake.ScriptedEngine.refused;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names with more addresses than there are sockets to spare. */
class CheckWithFewSocketsTest extends ScriptedCheck {
    private static final Duration LONG = Duration.ofSeconds(3);

    private final ScriptedHosts hosts = new ScriptedHosts(rig);

    private List<CompletableFuture<CheckResult>> inFlight(int checks, int capacity) {
        rig.maxInFlight = checks;
        engine.capacity = capacity;
        List<CompletableFuture<CheckResult>> futures = new ArrayList<>();
        for (int i = 0; i < checks; i++) {
            futures.add(rig.checkName("db:80", LONG));
        }
        return futures;
    }

    @AfterEach
    void theEngineHoldsNoMoreSocketsThanItCan() {
        assertThat(hosts.mostOpen()).isLessThanOrEqualTo(engine.capacity);
        assertThat(hosts.open()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000})
    void liveAddressBehindSilentOnes_isReachedByEveryCheck(int maxInFlight) {
        hosts.resolveTo(1, 3);
        hosts.reply(3, answered(), millis(5));
        List<CompletableFuture<CheckResult>> futures = inFlight(maxInFlight, 2 * maxInFlight);
        hosts.pass(Duration.ofMillis(1_400));

        for (CompletableFuture<CheckResult> future : futures) {
            CheckResult result = rig.resultOf(future);
            assertThat(result.isUp()).as(result.toString()).isTrue();
            assertThat(result.address()).isEqualTo(ScriptedHosts.address(3));
            // Two of three wait 250 ms each, and then the first is given a third of what is left.
            assertThat(result.elapsed()).isBetween(millis(1_333), millis(1_345));
            assertThat(result.timing().queued()).isBetween(millis(830), millis(840));
        }
    }

    @Test
    void addressesWithoutSpareSockets_areTriedOneAfterAnother() {
        hosts.resolveTo(1, 3);
        hosts.reply(3, answered(), millis(5));
        List<CompletableFuture<CheckResult>> futures = inFlight(10, 10);
        hosts.pass(LONG);

        assertThat(futures).allMatch(future -> rig.resultOf(future).isUp());
    }

    @Test
    void waitingAddress_takesTheSocketOfACheckThatEnds() {
        hosts.resolveTo(1, 3);
        hosts.reply(3, answered(), millis(5));
        rig.maxInFlight = 2;
        engine.capacity = 4;
        CompletableFuture<CheckResult> first = rig.checkName("db:80", LONG);
        CompletableFuture<CheckResult> second = rig.checkName("db:80", LONG);
        hosts.pass(millis(600));
        assertThat(engine.started).hasSize(4);

        first.cancel(true);
        hosts.pass(millis(10));

        CheckResult result = rig.resultOf(second);
        assertThat(result.isUp()).isTrue();
        assertThat(result.elapsed()).isBetween(millis(600), millis(610));
        assertThat(result.timing().queued()).isBetween(millis(95), millis(101));
    }

    @Test
    void addressAbandonedForAnother_isNeverDown() {
        hosts.resolveTo(1, 3);
        CompletableFuture<CheckResult> future = inFlight(1, 2).get(0);
        hosts.pass(LONG.plusMillis(1));

        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.SATURATED);
        assertThat(result.address()).isEqualTo(ScriptedHosts.address(1));
        assertThat(result.describe())
                .contains("saturated, maxInFlight: no socket to spare, so that this address was abandoned for another"
                        + " after 1.33 s of 3.00 s");
        assertThat(result.elapsed()).isBetween(LONG, LONG.plusMillis(1));
        assertThat(engine.addresses())
                .containsExactly(ScriptedHosts.address(1), ScriptedHosts.address(2), ScriptedHosts.address(3));
    }

    @Test
    void silenceAfterWaitingForASocket_isNotHeldAgainstTheTarget() {
        hosts.resolveTo(1, 2);
        rig.maxInFlight = 2;
        engine.capacity = 3;
        CompletableFuture<CheckResult> first = rig.checkName("db:80", LONG);
        CompletableFuture<CheckResult> second = rig.checkName("db:80", LONG);
        hosts.pass(millis(700));
        // The one socket to spare goes from the one check to the other.
        hosts.complete(engine.started.get(0), answered());
        hosts.pass(LONG);

        assertThat(rig.resultOf(first).isUp()).isTrue();
        CheckResult result = rig.resultOf(second);
        assertThat(engine.addresses()).hasSize(4);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.SATURATED);
        assertThat(result.address()).isEqualTo(ScriptedHosts.address(2));
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "1, 50", "100, 500", "1000, 3000"})
    void policyAll_isUpWithMoreAddressesThanSockets(int maxInFlight, int addresses) {
        rig.policy = AddressPolicy.ALL;
        rig.maxInFlight = maxInFlight;
        engine.capacity = 2 * maxInFlight;
        hosts.resolveTo(1, addresses);
        for (int i = 1; i <= addresses; i++) {
            hosts.reply(i, answered(), millis(i % 4));
        }
        CompletableFuture<CheckResult> future = rig.checkName("db:80", LONG);
        hosts.pass(millis(400));

        assertThat(rig.resultOf(future).isUp()).isTrue();
        assertThat(engine.started).hasSize(addresses);
    }

    @Test
    void policyAll_isDownForOneSilentAddressAmongMany() {
        rig.policy = AddressPolicy.ALL;
        hosts.resolveTo(1, 20);
        for (int i = 1; i <= 20; i++) {
            hosts.reply(i, answered(), millis(1));
        }
        hosts.resolveTo(0, 21);
        CompletableFuture<CheckResult> future = inFlight(1, 2).get(0);
        hosts.pass(LONG.plusMillis(1));

        CheckResult result = rig.resultOf(future);
        assertThat(downReason(result)).isEqualTo(DownReason.TIMED_OUT);
        assertThat(result.address()).isEqualTo(ScriptedHosts.address(0));
        assertThat(engine.started).hasSize(21);
        assertThat(engine.cancelled).isEmpty();
    }

    @Test
    void policyAll_isUnknownIfAddressesCannotBeProbedInTime() {
        rig.policy = AddressPolicy.ALL;
        hosts.resolveTo(1, 20);
        for (int i = 1; i <= 20; i++) {
            hosts.reply(i, answered(), millis(400));
        }
        CompletableFuture<CheckResult> future = inFlight(1, 2).get(0);
        hosts.pass(LONG.plusMillis(1));

        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).isEqualTo(UnknownReason.SATURATED);
        assertThat(result.elapsed()).isBetween(LONG, LONG.plusMillis(1));
        assertThat(result.timing().queued()).isGreaterThan(millis(2_500));
        assertThat(result.evidence().syns()).isLessThanOrEqualTo(1);
    }

    @Test
    void checkWithManyAddresses_leavesRoomForOthers() {
        rig.policy = AddressPolicy.ALL;
        rig.maxInFlight = 2;
        engine.capacity = 4;
        hosts.resolveTo(1, 100);
        for (int i = 1; i <= 100; i++) {
            hosts.reply(i, answered(), millis(2));
        }
        CompletableFuture<CheckResult> many = rig.checkName("many:80", LONG);
        hosts.resolveTo(1, 4);
        CompletableFuture<CheckResult> few = rig.checkName("few:80", LONG);
        hosts.pass(millis(20));

        assertThat(rig.resultOf(few).isUp()).isTrue();
        assertThat(many).isNotDone();
        hosts.pass(millis(300));
        assertThat(rig.resultOf(many).isUp()).isTrue();
    }

    @Test
    void secondSyn_waitsForASocket() {
        rig.resend = Resend.halfway();
        rig.maxInFlight = 2;
        engine.capacity = 3;
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        hosts.pass(millis(300));
        assertThat(engine.started).hasSize(3);

        first.cancel(true);
        assertThat(engine.started).hasSize(4);
        hosts.complete(engine.last(), answered());

        CheckResult result = rig.resultOf(second);
        assertThat(result.isUp()).isTrue();
        assertThat(result.evidence().syns()).isEqualTo(2);
    }

    /** Where all checks end together, sockets become free only when it is too late to use them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void secondSynWhoseSocketComesAtTheDeadline_isLeftOut(int ticksBetween) {
        List<CheckResult> results = resultsOfUnsentSecondSyns(ticksBetween);

        assertThat(downReason(results.get(0))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(downReason(results.get(1))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(engine.started).hasSize(ticksBetween == 0 ? 3 : 4);
    }

    @Test
    void secondSynWhoseSocketComesInTime_isMissed() {
        List<CheckResult> results = resultsOfUnsentSecondSyns(20);

        assertThat(downReason(results.get(0))).isEqualTo(DownReason.TIMED_OUT);
        assertThat(unknownReason(results.get(1))).isEqualTo(UnknownReason.STALLED);
        assertThat(engine.started).hasSize(4);
    }

    /** The second SYN of one check waits for the socket of another, which ends that number of ticks before it. */
    private List<CheckResult> resultsOfUnsentSecondSyns(int ticksBetween) {
        rig.resend = Resend.halfway();
        rig.maxInFlight = 2;
        engine.capacity = 3;
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        rig.pass(Duration.ofNanos(ticksBetween * Timers.TICK_NANOS));
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        rig.pass(millis(300));
        assertThat(engine.started).hasSize(3);
        engine.sends = false;
        rig.pass(TIMEOUT);
        return List.of(rig.resultOf(first), rig.resultOf(second));
    }

    @Test
    void stallAfterAnAddressHasWaitedForItsSocket_isAStall() {
        rig.policy = AddressPolicy.ALL;
        rig.resend = Resend.halfway();
        rig.maxInFlight = 2;
        engine.capacity = 3;
        hosts.resolveTo(1, 2);
        CompletableFuture<CheckResult> first = rig.checkName("db:80", TIMEOUT);
        CompletableFuture<CheckResult> second = rig.checkName("db:80", TIMEOUT);
        hosts.pass(millis(100));
        assertThat(engine.started).hasSize(3);
        first.cancel(true);
        assertThat(engine.started).hasSize(4);
        hosts.pass(millis(140));
        rig.stall(millis(261));

        CheckResult result = rig.resultOf(second);
        assertThat(engine.started).hasSize(4);
        assertThat(unknownReason(result)).as(result.toString()).isEqualTo(UnknownReason.STALLED);
        assertThat(result.describe()).contains("of two SYNs that were due only one was sent within 500 ms");
    }

    @Test
    void secondSynBehindAnotherThatWaitsForASocket_isLeftOut() {
        rig.resend = Resend.after(Duration.ofSeconds(1));
        hosts.resolveTo(1, 2);
        CompletableFuture<CheckResult> future = inFlight(1, 2).get(0);
        hosts.pass(LONG.plusMillis(1));

        assertThat(engine.started).hasSize(2);
        assertThat(downReason(rig.resultOf(future))).isEqualTo(DownReason.TIMED_OUT);
    }

    @Test
    void secondSynThatHadASocket_isMissedAlthoughAnotherWaitsForOne() {
        rig.resend = Resend.after(Duration.ofSeconds(1));
        hosts.resolveTo(1, 2);
        CompletableFuture<CheckResult> future = inFlight(1, 3).get(0);
        hosts.pass(millis(900));
        engine.sends = false;
        hosts.pass(LONG);

        assertThat(engine.addresses())
                .containsExactly(ScriptedHosts.address(1), ScriptedHosts.address(2), ScriptedHosts.address(1));
        CheckResult result = rig.resultOf(future);
        assertThat(unknownReason(result)).as(result.toString()).isEqualTo(UnknownReason.STALLED);
        assertThat(result.address()).isEqualTo(ScriptedHosts.address(1));
    }

    @Test
    void secondSynNoLongerNeeded_leavesItsSocketToAnother() {
        rig.resend = Resend.after(millis(100));
        rig.maxInFlight = 3;
        engine.capacity = 4;
        CompletableFuture<CheckResult> first = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> second = rig.check(TIMEOUT);
        CompletableFuture<CheckResult> third = rig.check(TIMEOUT);
        hosts.pass(millis(150));
        assertThat(rig.checker().spareSockets.waiting()).isEqualTo(2);

        hosts.complete(engine.started.get(1), answered());
        assertThat(rig.checker().spareSockets.waiting()).isEqualTo(1);
        first.cancel(true);

        assertThat(engine.started).hasSize(5);
        hosts.complete(engine.last(), answered());
        assertThat(rig.resultOf(second).isUp()).isTrue();
        assertThat(rig.resultOf(third).isUp()).isTrue();
    }

    @Test
    void socketOfASecondSyn_isFreedOnceItsAddressIsDecided() {
        rig.policy = AddressPolicy.ALL;
        rig.resend = Resend.after(millis(100));
        hosts.resolveTo(1, 2);
        CompletableFuture<CheckResult> future = rig.checkName("db:80", TIMEOUT);
        hosts.pass(millis(150));
        assertThat(engine.started).hasSize(4);

        hosts.complete(engine.started.get(0), answered());

        assertThat(engine.cancelled).containsExactly(engine.started.get(2));
        assertThat(rig.checker().spareSockets.taken()).isEqualTo(1);
        hosts.complete(engine.started.get(1), answered());
        assertThat(rig.resultOf(future).isUp()).isTrue();
    }

    @Test
    void manyAddressesFailingAtOnce_doNotOverflowTheStack() {
        hosts.resolveTo(1, 20_000);
        for (int i = 1; i <= 20_000; i++) {
            hosts.reply(i, i % 2 == 0 ? refused() : failed(UnknownReason.NO_DESCRIPTORS), Duration.ZERO);
        }
        CompletableFuture<CheckResult> any = rig.checkName("db:80", LONG);
        assertThat(unknownReason(rig.resultOf(any))).isEqualTo(UnknownReason.NO_DESCRIPTORS);

        assertThat(engine.started).hasSize(20_000);
    }

    @Test
    void manyAddressesTriedAtOnce_doNotOverflowTheStack() {
        rig.policy = AddressPolicy.ALL;
        engine.capacity = 100_000;
        hosts.resolveTo(1, 20_000);
        for (int i = 1; i <= 10_000; i++) {
            hosts.reply(i, answered(), i % 2 == 0 ? Duration.ZERO : millis(1));
        }
        CompletableFuture<CheckResult> future = rig.checkName("db:80", LONG);
        hosts.pass(millis(2));
        assertThat(rig.checker().spareSockets.taken()).isEqualTo(9_999);

        rig.close();

        assertThat(unknownReason(rig.resultOf(future))).isEqualTo(UnknownReason.CHECKER_CLOSED);
        assertThat(engine.cancelled).hasSize(10_000);
    }
}
