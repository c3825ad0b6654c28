package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineUnavailableException;
import io.halfshake.Resend;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.PeerKind;
import io.halfshake.testing.TcpPeer;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel may refuse to the engines that make their own packets. */
@Requires(Need.RAW_SOCKETS)
class PacketFailuresIT {
    static final Duration TIMEOUT = Duration.ofMinutes(10);

    /** Half of the timeout, so that what comes by then did not wait for it. */
    static final Duration AT_ONCE = Duration.ofMinutes(5);

    /** How many ports are held at first. */
    private static final int PORTS = 64;

    final FaultyCalls calls = new FaultyCalls();
    final TcpPeer peer = TcpPeer.neverAccepting();

    @AfterEach
    void nothingIsLeft() {
        peer.close();
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    Syn syn() {
        return new Syn();
    }

    Echo echo() {
        return new Echo();
    }

    final Checker checker(PacketSetup<?> setup) {
        return Checker.builder().engine(new FaultyPackets(calls, setup)).build();
    }

    @ParameterizedTest
    @CsvSource({
        "0, raw socket, EPERM, socket(2) failed: EPERM (1)",
        "0, raw socket, EMFILE, socket(2) failed: EMFILE (24)",
        "0, raw socket, EAFNOSUPPORT, socket(2) failed: EAFNOSUPPORT (97)",
        "0, socket, EMFILE, socket(2) failed: EMFILE (24)",
        "20, socket, EMFILE, socket(2) failed: EMFILE (24)",
        "0, bind, EADDRINUSE, bind(2) failed: EADDRINUSE (98)",
        "64, setsockopt, ENOMEM, setsockopt(SO_TIMESTAMPNS) failed: ENOMEM (12)"
    })
    void failedOpenOfSyn_namesTheCallAndLeavesNoDescriptor(int spared, String call, Errno errno, String cause) {
        calls.failAfter(spared, call, errno, Integer.MAX_VALUE);
        assertThatExceptionOfType(EngineUnavailableException.class)
                .isThrownBy(() -> checker(syn()).close())
                .withMessageContaining("syn")
                .withMessageContaining(cause);
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @Test
    void failedOpenOfEcho_namesTheCall() {
        calls.fail("datagram socket", Errno.EACCES, Integer.MAX_VALUE);
        calls.fail("raw socket", Errno.EPERM, Integer.MAX_VALUE);
        assertThatExceptionOfType(EngineUnavailableException.class)
                .isThrownBy(() -> checker(echo()).close())
                .withMessageContaining("socket(2) failed: EPERM (1)");
    }

    @Test
    void synWithoutIpv6_checksIpv4AndReportsNoRouteForIpv6() {
        // The first is that of IPv4.
        calls.failAfter(1, "raw socket", Errno.EAFNOSUPPORT, Integer.MAX_VALUE);
        try (Checker checker = checker(syn())) {
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            assertThat(checker.checkAddr("[::1]:" + peer.address().getPort(), TIMEOUT))
                    .isUnknownBecause(UnknownReason.NO_ROUTE)
                    .hasErrno("EAFNOSUPPORT");
        }
    }

    /** As in a sandbox that forbids netlink. */
    @Test
    void synWithoutRouteNotifications_stillChecks() {
        calls.fail("netlink socket", Errno.EPERM, 1);
        try (TcpPeer ipv6 = TcpPeer.open(PeerKind.NEVER_ACCEPTING, StandardProtocolFamily.INET6);
                Checker checker = checker(syn())) {
            assertThat(checker.checkAddr(ipv6.target(), TIMEOUT)).isUp();
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    private CheckResult check(Checker checker, PacketSetup<?> setup) {
        return checker.checkAddr(setup instanceof Echo ? "127.0.0.1" : peer.target(), TIMEOUT);
    }

    private void assertUnknownAtOnce(PacketSetup<?> setup, Errno errno, UnknownReason reason) {
        try (Checker checker = checker(setup)) {
            calls.fail("sendmmsg", errno, Integer.MAX_VALUE);
            CheckResult result = check(checker, setup);
            assertThat(result)
                    .isUnknownBecause(reason)
                    .hasErrno(errno.name())
                    .hasSyns(0)
                    .tookLessThan(AT_ONCE);
            assertThat(((CheckResult.Unknown) result).cause())
                    .hasMessage("sendmmsg(2) failed: " + errno + " (" + errno.number + ")");

            calls.mend();
            assertThat(check(checker, setup)).isUp();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "EPERM, NOT_PERMITTED",
        "EACCES, NOT_PERMITTED",
        "ENETUNREACH, NO_ROUTE",
        "EHOSTUNREACH, NO_ROUTE",
        "ENETDOWN, NO_ROUTE",
        "EINVAL, NO_ROUTE"
    })
    void refusedSend_isUnknownAtOnceAndTheEngineRecovers(Errno errno, UnknownReason reason) {
        assertUnknownAtOnce(syn(), errno, reason);
        assertUnknownAtOnce(echo(), errno, reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EAGAIN", "ENOBUFS", "ENOMEM"})
    void fullSendBuffer_onlyDelaysTheCheck(Errno errno) {
        for (PacketSetup<?> setup : List.of(syn(), echo())) {
            try (Checker checker = checker(setup)) {
                calls.fail("sendmmsg", errno, 100);
                CheckResult result = check(checker, setup);
                assertThat(result).isUp();
                assertThat(result.evidence().syns()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ENETUNREACH", "EHOSTUNREACH", "EACCES", "ECONNREFUSED", "ENOPROTOOPT", "EPROTO", "EHOSTDOWN"})
    void icmpErrorOfAnEarlierPacket_doesNotFailTheNextCheck(Errno errno) {
        for (PacketSetup<?> setup : List.of(syn(), echo())) {
            try (Checker checker = checker(setup)) {
                calls.fail("sendmmsg", errno, 20);
                assertThat(check(checker, setup)).isUp();
            }
        }
    }

    private static List<CompletableFuture<CheckResult>> start(Checker checker, TcpPeer peer, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> checker.checkAsync(peer.address(), TIMEOUT))
                .toList();
    }

    @Test
    void checksBeyondTheReservedPorts_areUnknownAndSpareTheOthers() {
        try (Checker checker = Checker.builder()
                .engine(new FaultyPackets(calls, syn()))
                .resend(Resend.never())
                .build()) {
            calls.fail("bind", Errno.EADDRINUSE, Integer.MAX_VALUE);
            // The answers are there, and not read yet.
            calls.fail("recvmmsg", Errno.EAGAIN, Integer.MAX_VALUE);
            List<CompletableFuture<CheckResult>> first = start(checker, peer, PORTS);
            List<CompletableFuture<CheckResult>> others = start(checker, peer, PORTS);
            others.forEach(check -> assertThat(check.join())
                    .isUnknownBecause(UnknownReason.NO_LOCAL_PORT)
                    .hasErrno("EADDRINUSE"));
            calls.mend();
            first.forEach(check -> assertThat(check.join()).isUp());
        }
    }

    /** All probes are there when the loop's turn begins. */
    private static void inOneTurn(EventLoop loop, Runnable ask) {
        CountDownLatch asked = new CountDownLatch(1);
        loop.execute(new LoopTask(() -> {
            try {
                assertThat(asked.await(1, TimeUnit.MINUTES)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
        ask.run();
        asked.countDown();
    }

    @Test
    void unsendablePacket_doesNotDelayTheOtherFamily() {
        ExposedLoop provider = new ExposedLoop(new FaultyPackets(calls, syn()));
        try (TcpPeer ipv6 = TcpPeer.open(PeerKind.NEVER_ACCEPTING, StandardProtocolFamily.INET6);
                Checker checker = Checker.builder().engine(provider).build()) {
            calls.fail("datagram connect", Errno.ENETUNREACH, 1);
            List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
            inOneTurn(provider.get(), () -> {
                checks.add(checker.checkAsync(peer.address(), TIMEOUT));
                checks.add(checker.checkAsync(ipv6.address(), TIMEOUT));
            });
            assertThat(checks.get(0).join())
                    .isUnknownBecause(UnknownReason.NO_ROUTE)
                    .hasErrno("ENETUNREACH");
            assertThat(checks.get(1).join()).isUp().tookLessThan(AT_ONCE);
        }
    }

    /** The answer is there, and not read before its deadline, when reading goes on as the test says. */
    private Outcome atItsDeadline(Runnable reading) throws InterruptedException {
        try (Engine engine = new FaultyPackets(calls, syn()).open(new EngineSettings(16, false))) {
            calls.fail("recvmmsg", Errno.EAGAIN, Integer.MAX_VALUE);
            CountingProbe probe = new CountingProbe(peer.address(), new Injector(Injector.NEVER));
            engine.start(probe);
            assertThat(probe.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
            OnLoop.run(OnLoop.of(probe), () -> {
                calls.mend();
                reading.run();
                engine.expire(probe);
            });
            return Objects.requireNonNull(probe.await());
        }
    }

    @Test
    void replyBehindAnIcmpError_isReadAtTheDeadline() throws InterruptedException {
        assertThat(atItsDeadline(() -> calls.fail("rest of recvmmsg", Errno.EHOSTUNREACH, 1)))
                .isInstanceOf(Outcome.Answered.class);
        assertThat(atItsDeadline(() -> calls.fail("recvmmsg", Errno.EHOSTUNREACH, 5)))
                .isInstanceOf(Outcome.Answered.class);
    }

    @Test
    void failedReadAtTheDeadline_isStalledAndNotSilence() throws InterruptedException {
        assertThat(atItsDeadline(() -> calls.fail("recvmmsg", Errno.ENOMEM, Integer.MAX_VALUE)))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(UnknownReason.STALLED));
    }
}
