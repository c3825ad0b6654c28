package io.halfshake.linux;

import static io.halfshake.testing.HalfshakeAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.DownReason;
import io.halfshake.Handshake;
import io.halfshake.Resend;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SystemCallFailuresIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MAX_STALLS = 20;

    /** When the kernel sends a second SYN by itself. */
    private static final Duration KERNEL_RESEND = Duration.ofSeconds(1);

    private final FaultyCalls calls = new FaultyCalls();
    private final TcpPeer peer = TcpPeer.neverAccepting();

    @AfterEach
    void close() {
        peer.close();
    }

    HalfOpen setup() {
        return new HalfOpen();
    }

    private Checker checker(SocketFactory.Mode mode) {
        return Checker.builder()
                .engine(new FaultyProvider(calls, setup(), mode))
                .build();
    }

    /** Again if this machine was held up meanwhile, which changes what is found. */
    private static CheckResult silence(Checker checker, TcpPeer silent, Duration timeout) {
        CheckResult result = checker.checkAddr(silent.target(), timeout);
        for (int i = 1; i < MAX_STALLS && isHeldUp(result); i++) {
            result = checker.checkAddr(silent.target(), timeout);
        }
        return result;
    }

    /** Then nothing is known but that, or the second SYN came too late, or the kernel has sent a third. */
    private static boolean isHeldUp(CheckResult result) {
        boolean isStalled = result instanceof CheckResult.Unknown unknown && unknown.reason() == UnknownReason.STALLED;
        return isStalled || result.evidence().syns() < 2 || result.elapsed().compareTo(KERNEL_RESEND) >= 0;
    }

    @ParameterizedTest
    @CsvSource({
        "socket, EMFILE, NO_DESCRIPTORS, socket(2)",
        "socket, ENFILE, NO_DESCRIPTORS, socket(2)",
        "socket, ENOBUFS, LOCAL_FAILURE, socket(2)",
        "socket, ENOMEM, LOCAL_FAILURE, socket(2)",
        "socket, EPERM, NOT_PERMITTED, socket(2)",
        "socket, EACCES, NOT_PERMITTED, socket(2)",
        "setsockopt, ENOMEM, LOCAL_FAILURE, setsockopt(SO_LINGER)",
        "connect, EADDRNOTAVAIL, NO_LOCAL_PORT, connect(2)",
        "connect, ENOBUFS, LOCAL_FAILURE, connect(2)",
        "connect, ENOMEM, LOCAL_FAILURE, connect(2)",
        "connect, EPERM, NOT_PERMITTED, connect(2)",
        "connect, EACCES, NOT_PERMITTED, connect(2)",
        "connect, ENETUNREACH, NO_ROUTE, connect(2)",
        "connect, EINVAL, NO_ROUTE, connect(2)",
        "getsockopt, ENOBUFS, LOCAL_FAILURE, getsockopt(TCP_INFO)"
    })
    void failedSystemCall_isUnknownAndTheEngineRecovers(
            String call, Errno errno, UnknownReason reason, String failedCall) {
        for (SocketFactory.Mode mode : SocketFactory.Mode.values()) {
            try (Checker checker = checker(mode)) {
                calls.fail(call, errno, Integer.MAX_VALUE);
                CheckResult result = checker.checkAddr(peer.target(), TIMEOUT);
                assertThat(result).isUnknownBecause(reason);
                assertThat(((CheckResult.Unknown) result).cause())
                        .hasMessage(failedCall + " failed: " + errno + " (" + errno.number + ")");
                assertThat(result.evidence().errno()).isEqualTo(errno.name());
                assertThat(result.evidence().systemCall()).isEqualTo(call);

                calls.mend();
                assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            }
            assertThat(calls.descriptorsLeft()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void interruptedConnect_continues(SocketFactory.Mode mode) {
        try (Checker checker = checker(mode)) {
            calls.fail("connect", Errno.EINTR, 1);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void socketOfAMissingInterface_isReplaced(SocketFactory.Mode mode) {
        try (Checker checker = checker(mode)) {
            calls.fail("connect", Errno.ENODEV, 1);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            assertThat(calls.strayCalls()).isZero();

            calls.fail("connect", Errno.ENODEV, Integer.MAX_VALUE);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUnknownBecause(UnknownReason.NO_ROUTE);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SocketFactory.Mode.class)
    void stallBeforeTheSyn_makesSilenceUnknown(SocketFactory.Mode mode) {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = Checker.builder()
                        .engine(new FaultyProvider(calls, setup(), mode))
                        .resend(Resend.never())
                        .build()) {
            calls.holdUpConnect(Duration.ofMillis(300));
            assertThat(checker.checkAddr(silent.target(), Duration.ofMillis(400)))
                    .isUnknownBecause(UnknownReason.STALLED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "datagram connect, ENETUNREACH, NO_ROUTE",
        "datagram connect, EHOSTUNREACH, NO_ROUTE",
        "datagram connect, EINVAL, NO_ROUTE",
        "datagram connect, ENETDOWN, NO_ROUTE",
        "datagram connect, EACCES, NOT_PERMITTED",
        "bind, EADDRNOTAVAIL, NO_ROUTE"
    })
    void silenceWithALostRoute_isUnknown(String call, Errno errno, UnknownReason reason) {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(SocketFactory.Mode.REUSED)) {
            calls.changeRoutes();
            calls.fail(call, errno, Integer.MAX_VALUE);
            CheckResult result = silence(checker, silent, Duration.ofMillis(200));
            assertThat(result).isUnknownBecause(reason);
            assertThat(result.evidence().errno()).isEqualTo(errno.name());
            assertThat(result.evidence().syns()).isEqualTo(2);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "datagram socket, EMFILE",
        "datagram connect, EAGAIN",
        "datagram connect, EPERM",
        "datagram connect, ENOBUFS",
        "bind, EADDRINUSE"
    })
    void silenceWithAnUncheckableRoute_isDown(String call, Errno errno) {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(SocketFactory.Mode.REUSED)) {
            calls.changeRoutes();
            calls.fail(call, errno, Integer.MAX_VALUE);
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @Test
    void silence_checksTheRouteOnlyAfterAChange() {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(SocketFactory.Mode.REUSED)) {
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
            assertThat(calls.datagramsOpened()).isZero();

            calls.changeRoutes();
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
            assertThat(calls.datagramsOpened()).isPositive();
        }
    }

    /** As in a sandbox that forbids netlink. */
    @Test
    void silenceWithoutRouteNotifications_checksTheRoute() {
        calls.fail("netlink socket", Errno.EPERM, Integer.MAX_VALUE);
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(SocketFactory.Mode.REUSED)) {
            calls.fail("datagram connect", Errno.ENETUNREACH, Integer.MAX_VALUE);
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isUnknownBecause(UnknownReason.NO_ROUTE);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    /** Else silence on another socket would be a verdict. */
    @Test
    void errorWhileReadingTheAnswer_countsTheSynSent() throws InterruptedException {
        SystemCalls failing = (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, values) -> {
                    if (method.getName().equals("getOption")) {
                        throw new OutOfMemoryError("injected");
                    }
                    return Injector.call(calls, method, values);
                });
        CountingProbe probe = new CountingProbe(peer.address(), new Injector(Injector.NEVER));
        try (Engine engine = HalfOpenEngineFactory.open(
                setup(), SocketFactory.Mode.REUSED, new EngineSettings(16, true), () -> failing)) {
            engine.start(probe);
            assertThat(probe.await()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.cause()).hasMessage("injected");
                assertThat(failed.evidence().syns()).isEqualTo(1);
            });
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @Test
    void socketAfterSilence_servesTheNextCheck() {
        try (TcpPeer silent = TcpPeer.silent();
                Checker checker = checker(SocketFactory.Mode.REUSED)) {
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
            int open = calls.openDescriptors();
            CheckResult answered = checker.checkAddr(peer.target(), TIMEOUT);
            assertThat(answered).isUp();
            // Or this machine was held up past the 200 ms for which the kernel holds an ACK back.
            assertThat(answered.evidence().handshake() == Handshake.HALF
                            || checker.stats().longestAnswerWaitNanos() > TimeUnit.MILLISECONDS.toNanos(180))
                    .as("%s", answered)
                    .isTrue();
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
            // And the one that looks up the listener.
            assertThat(calls.openDescriptors()).isEqualTo(open + 1);
            // Two, one for each SYN, and one that cannot be readied is none.
            calls.fail("disconnect", Errno.ENOMEM, 1);
            assertThat(silence(checker, silent, Duration.ofMillis(200))).isDownBecause(DownReason.TIMED_OUT);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
        }
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    @Test
    void socketThatCannotBeDisconnected_isClosed() {
        long completed;
        try (Checker checker = checker(SocketFactory.Mode.REUSED)) {
            calls.fail("disconnect", Errno.ENOMEM, 1);
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            int withoutSockets = calls.openDescriptors();
            assertThat(checker.checkAddr(peer.target(), TIMEOUT)).isUp();
            assertThat(calls.openDescriptors()).isEqualTo(withoutSockets + 1);
            completed = checker.stats().completedHandshakes();
        }
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat((long) peer.drainAccepted()).isLessThanOrEqualTo(completed);
    }
}
