package io.halfshake.testing;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Target;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class FakeCheckerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final FakeChecker fake = FakeChecker.create();

    @Test
    void script_answersInOrderAndRepeatsTheLast() {
        fake.on("db:5432")
                .up(Duration.ofMillis(2))
                .refused()
                .timesOut()
                .unreachable()
                .unknown(UnknownReason.NO_DESCRIPTORS);

        assertThat(ask("db:5432")).isUp().hasHandshake(Handshake.HALF).answeredBy(Signal.SYN_ACK);
        assertThat(ask("db:5432")).isRefused().answeredBy(Signal.RST).hasErrno("ECONNREFUSED");
        assertThat(ask("db:5432")).hasTimedOut().answeredBy(Signal.NONE).hasNoRoundTrip();
        assertThat(ask("db:5432")).isUnreachable().answeredBy(Signal.ICMP);
        assertThat(ask("db:5432"))
                .isUnknownBecause(UnknownReason.NO_DESCRIPTORS)
                .hasSyns(0);
        assertThat(ask("db:5432")).isUnknownBecause(UnknownReason.NO_DESCRIPTORS);
    }

    @Test
    void unresolvedAnswer_hasNoAddress() {
        fake.on("db:5432").unknown(UnknownReason.UNRESOLVED);

        assertThat(ask("db:5432")).isUnknownBecause(UnknownReason.UNRESOLVED);
        assertThat(ask("db:5432").address()).isNull();
    }

    @Test
    void times_repeatsTheAnswer() {
        fake.on("db:5432").up().times(3).refused();

        assertThat(List.of(ask("db:5432"), ask("db:5432"), ask("db:5432"))).allMatch(CheckResult::isUp);
        assertThat(ask("db:5432")).isRefused();
    }

    @Test
    void answersAddedLater_followTheEarlierOnes() {
        FakeScript script = fake.on("db:5432").up();
        assertThat(ask("db:5432")).isUp();
        assertThat(ask("db:5432")).isUp();
        script.refused().up();

        assertThat(ask("db:5432")).isRefused();
        assertThat(ask("db:5432")).isUp();
    }

    @Test
    void newScript_replacesTheOld() {
        fake.on("db:5432").up();
        fake.on("db:5432").refused();

        assertThat(ask("db:5432")).isRefused();
    }

    @Test
    void answer_givesAnyOutcomeOfAnEngine() {
        IOException cause = new IOException("out of memory");
        fake.on("db:5432")
                .answer(new Outcome.Denied(
                        DownReason.UNREACHABLE,
                        -1,
                        new Evidence(
                                Signal.ICMP,
                                new IcmpMessage(4, 3, 13),
                                null,
                                null,
                                2,
                                "syn",
                                Handshake.HALF,
                                Evidence.Clock.NONE)))
                .unknown(UnknownReason.LOCAL_FAILURE, cause);

        assertThat(ask("db:5432")).isUnreachable().hasEngine("syn").hasSyns(2).hasNoRoundTrip();
        assertThat(ask("db:5432"))
                .isInstanceOfSatisfying(
                        CheckResult.Unknown.class, u -> assertThat(u.cause()).isSameAs(cause));
    }

    @Test
    void targetWithoutAScript_throwsIllegalState() {
        fake.on("db:5432").up();

        assertThatIllegalStateException()
                .isThrownBy(() -> ask("bd:5432"))
                .withMessage("target: \"bd:5432\" (expected one with a script, of [db:5432], or otherwise())");
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.checkAddrAsync("bd:5432", SECOND))
                .withMessageContaining("bd:5432");
    }

    @Test
    void otherwise_appliesToEachTargetSeparately() {
        fake.on("db:5432").up();
        fake.otherwise().refused().up();

        assertThat(ask("a:1")).isRefused();
        assertThat(ask("b:1")).isRefused();
        assertThat(ask("a:1")).isUp();
        assertThat(ask("db:5432")).isUp();
    }

    @Test
    void emptyScript_throwsIllegalState() {
        fake.on("db:5432");

        assertThatIllegalStateException()
                .isThrownBy(() -> ask("db:5432"))
                .withMessage("script of db:5432: no answer (expected at least one)");
        assertThatIllegalStateException()
                .isThrownBy(() -> fake.on("db:5432").times(2))
                .withMessage("script of db:5432: no answer (expected at least one)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.on("db:5432").up().times(0))
                .withMessage("count: 0 (expected >= 1)");
    }

    @Test
    void literal_isFoundInAnyForm() throws UnknownHostException {
        fake.on("[0:0:0:0:0:0:0:1]:80").up();
        fake.on("127.0.0.1:80").refused();
        fake.on("db:80").timesOut();
        InetAddress named = InetAddress.getByAddress("db", new byte[] {10, 0, 0, 5});
        InetAddress ipv4 = Loopback.address(StandardProtocolFamily.INET);
        InetAddress ipv6 = Loopback.address(StandardProtocolFamily.INET6);

        assertThat(ask("[::1]:80")).isUp().hasTarget("[::1]:80");
        assertThat(fake.check(new InetSocketAddress(ipv6, 80), SECOND)).isUp();
        assertThat(fake.check(new InetSocketAddress(ipv4, 80), SECOND))
                .isRefused()
                .hasTarget("127.0.0.1:80");
        assertThat(fake.check(InetSocketAddress.createUnresolved("db", 80), SECOND))
                .hasTimedOut()
                .hasTarget("db:80");
        assertThat(fake.check(new InetSocketAddress(named, 80), SECOND))
                .hasTimedOut()
                .hasTarget("10.0.0.5:80");
    }

    @Test
    void toString_countsChecksInFlightAndSaysWhetherItIsClosed() {
        fake.on("db:5432").timesOut();
        CompletableFuture<CheckResult> running = fake.checkAddrAsync("db:5432", SECOND);
        assertThat(fake).hasToString("FakeChecker[fake, half handshake, 1 of 1000 checks in flight, open]");

        fake.close();

        assertThat(running).isDone();
        assertThat(fake).hasToString("FakeChecker[fake, half handshake, 0 of 1000 checks in flight, closed]");
    }

    @Test
    void fakeChecker_neverResolvesNames() {
        fake.otherwise().up();

        assertThat(ask("no-such-host.invalid:80").address())
                .isNotNull()
                .satisfies(address ->
                        assertThat(address.getAddress().getHostAddress()).isEqualTo("192.0.2.1"));
        assertThat(ask("[fe80::1%no-such-interface]:80").address()).isNotNull();
    }

    @Test
    void fakeChecker_rejectsHostsThatACheckerRejects() {
        fake.otherwise().up();

        for (String host : new String[] {"999.1.1.1", "010.0.0.1", "1.2.3", "a b"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ask(host + ":80"))
                    .withMessageStartingWith("host: \"" + host);
        }
    }

    @Test
    void recordedChecks_containEveryCheck() {
        fake.otherwise().up(Duration.ofMillis(5));
        ask("a:1");
        fake.checkAddr("b:2", Duration.ofSeconds(2));

        assertThat(fake.recordedChecks())
                .containsExactly(
                        new RecordedCheck("a:1", SECOND, Duration.ZERO),
                        new RecordedCheck("b:2", Duration.ofSeconds(2), Duration.ofMillis(5)));
        assertThat(fake.engine().name()).isEqualTo("fake");
        assertThat(fake.stats().up()).isEqualTo(2);
    }

    @Test
    void checkAll_deliversResultsInCompletionOrder() {
        fake.on("slow:1").up(Duration.ofMillis(30));
        fake.on("fast:1").up(Duration.ofMillis(10));
        fake.on("never:1").timesOut();
        List<String> results = new ArrayList<>();
        fake.checkAll(
                List.of("never:1", "slow:1", "fast:1").iterator(), SECOND, result -> results.add(result.target()));

        assertThat(results).containsExactly("fast:1", "slow:1", "never:1");
        assertThat(fake.time().now()).isEqualTo(SECOND);
    }

    @Test
    void checkAllWhoseConsumerThrows_cancelsTheRest() {
        fake.on("fast:1").up();
        fake.on("never:1").timesOut();

        assertThatIllegalStateException()
                .isThrownBy(() -> fake.checkAll(List.of("never:1", "fast:1").iterator(), SECOND, result -> {
                    throw new IllegalStateException("enough");
                }))
                .withMessage("enough");
        assertThat(fake.cancelled()).extracting(RecordedCheck::target).containsExactly("never:1");
    }

    @Test
    void invalidArgument_throwsAsTheRealCheckerDoes() {
        fake.otherwise().up();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.checkAddr("db:5432", Duration.ZERO))
                .withMessage("timeout: PT0S (expected > 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ask("db"))
                .withMessage("target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.check(new InetSocketAddress(0), SECOND))
                .withMessage("port: 0 (expected 1 to 65535)");
        assertThat(fake.recordedChecks()).isEmpty();
    }

    @Test
    void checkOfATarget_equalsThatOfItsText() throws Exception {
        fake.otherwise().up();
        Target target = new Target("2001:db8::1", 80);

        assertThat(fake.check(target, SECOND).target()).isEqualTo("[2001:db8::1]:80");
        assertThat(fake.checkAsync(target, SECOND).get().target()).isEqualTo("[2001:db8::1]:80");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fake.check(new Target("db", 0), SECOND))
                .withMessage("target: \"db\" (expected \"host:port\", or \"[address]:port\" for IPv6)");
    }

    @Test
    void checkAll_takesTextsAndTargets() {
        fake.otherwise().up();
        List<String> found = new ArrayList<>();

        fake.checkAll(List.of("a:1", "b:2"), SECOND, result -> found.add(result.target()));
        fake.checkAll(List.of(new Target("c", 3)), SECOND, result -> found.add(result.target()));
        fake.checkAll(List.of("d:4").iterator(), SECOND, result -> found.add(result.target()));

        assertThat(found).containsExactly("a:1", "b:2", "c:3", "d:4");
    }

    @Test
    void completeAsync_cancelsTheCheck() {
        fake.on("never:1").timesOut();
        CompletableFuture<CheckResult> check = fake.checkAddrAsync("never:1", SECOND);

        check.completeAsync(() -> fakeUp(), Runnable::run);

        assertThat(fake.cancelled()).extracting(RecordedCheck::target).containsExactly("never:1");
        assertThat(fake.stats().inFlight()).isZero();
    }

    private static CheckResult fakeUp() {
        FakeChecker other = FakeChecker.create();
        other.on("other:1").up();
        return other.checkAddr("other:1", SECOND);
    }

    @Test
    @SuppressWarnings("NullAway") // That is the point.
    void nullArgument_throwsNullPointer() {
        assertThatNullPointerException().isThrownBy(() -> ask(null)).withMessage("target");
        assertThatNullPointerException()
                .isThrownBy(() -> fake.check((InetSocketAddress) null, SECOND))
                .withMessage("address");
        assertThatNullPointerException()
                .isThrownBy(() -> fake.checkAddr("db:1", null))
                .withMessage("timeout");
    }

    private CheckResult ask(String target) {
        return fake.checkAddr(target, SECOND);
    }
}
