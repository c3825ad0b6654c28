package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Handshake;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelfTestTest {
    private static final int ALWAYS = Integer.MAX_VALUE;

    private final FaultyCalls calls = new FaultyCalls();

    @AfterEach
    void nothingIsLeftOpen() {
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @Test
    void selfTest_findsThatSocketsCanBeReused() {
        SelfTest.Finding finding = SelfTest.run(() -> calls);

        assertThat(finding.availability().handshake()).isEqualTo(Handshake.HALF);
        assertThat(finding.availability().cause()).isNull();
        assertThat(finding.mode()).isEqualTo(SocketFactory.Mode.REUSED);
        // What was tried again after this machine had been held up is no matter.
        assertThat(finding.availability().evidence())
                .filteredOn(line -> !line.contains(": held up for "))
                .containsExactly(
                        ForeignLinker.IS_PRESENT ? "FFM: linked" : "JNA: loaded",
                        "one socket, two checks: answered, accept queue empty",
                        "sockets: opened",
                        "loopback: answered");
    }

    @ParameterizedTest
    @CsvSource({
        "socket, EPERM, socket(2) failed: EPERM (1)",
        "socket, EACCES, socket(2) failed: EACCES (13)",
        "socket, EMFILE, socket(2) failed: EMFILE (24)",
        "setsockopt, EPERM, setsockopt(SO_LINGER) failed: EPERM (1)",
        "connect, EPERM, connect(2) failed: EPERM (1)",
        "connect, ENETUNREACH, connect(2) failed: ENETUNREACH (101)",
        "getsockopt, EPERM, getsockopt(TCP_INFO) failed: EPERM (1)"
    })
    void selfTestWithADeniedCall_namesTheCall(String call, Errno errno, String cause) {
        calls.fail(call, errno, ALWAYS);

        SelfTest.Finding finding = SelfTest.run(() -> calls);

        assertThat(finding.availability().isAvailable()).isFalse();
        assertThat(finding.availability().cause()).isEqualTo(cause);
        assertThat(finding.availability().evidence()).contains("one socket, two checks: " + cause);
    }

    @Test
    void selfTestWithDisconnectRefused_choosesFreshSockets() {
        calls.fail("disconnect", Errno.EINVAL, ALWAYS);

        SelfTest.Finding finding = SelfTest.run(() -> calls);

        assertThat(finding.availability().handshake()).isEqualTo(Handshake.HALF);
        assertThat(finding.mode()).isEqualTo(SocketFactory.Mode.FRESH);
        assertThat(finding.availability().evidence())
                .contains(
                        "one socket, two checks: connect(AF_UNSPEC) failed: EINVAL (22)",
                        "two sockets, a check each: answered, accept queue empty");
    }

    /** A checker that opens later may use sockets again. */
    @ParameterizedTest
    @CsvSource({"ENOMEM, true", "EMFILE, true", "EPERM, false"})
    void selfTestWithATransientReuseFailure_mayChange(Errno errno, boolean mayChange) {
        calls.fail("socket", errno, 1);

        SelfTest.Finding finding = SelfTest.run(() -> calls);

        assertThat(finding.availability().handshake()).isEqualTo(Handshake.HALF);
        assertThat(finding.mode()).isEqualTo(SocketFactory.Mode.FRESH);
        assertThat(finding.availability().mayChange()).isEqualTo(mayChange);
    }

    @Test
    void selfTestWhereReuseLeaksTheAck_choosesFreshSockets() {
        SelfTest.Finding finding = SelfTest.run(() -> new LeakyCalls(calls, Set.of(LibC.TCP_DEFER_ACCEPT)));

        assertThat(finding.availability().handshake()).isEqualTo(Handshake.HALF);
        assertThat(finding.mode()).isEqualTo(SocketFactory.Mode.FRESH);
        assertThat(finding.availability().evidence())
                .contains(
                        "one socket, two checks: answered, accept queue NOT empty",
                        "two sockets, a check each: answered, accept queue empty");
    }

    @Test
    void selfTestWhereNothingHoldsTheAck_isUnavailable() {
        SelfTest.Finding finding =
                SelfTest.run(() -> new LeakyCalls(calls, Set.of(LibC.TCP_DEFER_ACCEPT, LibC.TCP_QUICKACK)));

        assertThat(finding.availability().isAvailable()).isFalse();
        assertThat(finding.availability().cause())
                .isEqualTo("this kernel completes the handshake, whichever way the ACK is held back");
    }

    /** The engine's loop is made with system calls of its own, after the sockets were found to work. */
    @Test
    void selfTestWhereOnlyTheLoopFails_isUnavailable() {
        AtomicInteger made = new AtomicInteger();

        SelfTest.Finding finding = SelfTest.run(() -> {
            if (made.getAndIncrement() > 0) {
                calls.fail("socket", Errno.EPERM, ALWAYS);
            }
            return calls;
        });

        assertThat(finding.availability().isAvailable()).isFalse();
        assertThat(finding.availability().cause()).isEqualTo("socket(2) failed: EPERM (1)");
        assertThat(finding.availability().evidence())
                .contains("one socket, two checks: answered, accept queue empty")
                .doesNotContain("loopback: answered");
    }

    @ParameterizedTest
    @CsvSource({
        "epoll_create1, EMFILE, epoll_create1(2) failed: EMFILE (24), true",
        "epoll_create1, EPERM, epoll_create1(2) failed: EPERM (1), false",
        "eventfd, ENFILE, eventfd(2) failed: ENFILE (23), true",
        "epoll_ctl, EPERM, epoll_ctl(2) failed: EPERM (1), false"
    })
    void isUnavailableWhereItsEventLoopCannotBeMade(String call, Errno errno, String cause, boolean mayChange) {
        calls.fail(call, errno, ALWAYS);

        SelfTest.Finding finding = SelfTest.run(() -> calls);

        assertThat(finding.availability().isAvailable()).isFalse();
        assertThat(finding.availability().cause()).isEqualTo(cause);
        assertThat(finding.availability().mayChange()).isEqualTo(mayChange);
    }

    @Test
    void selfTestThatThrowsAnyError_reportsItAsCause() {
        SelfTest.Finding finding = SelfTest.run(() -> {
            throw new Error("\n\nanother version\n is installed\n");
        });

        assertThat(finding.availability().isAvailable()).isFalse();
        assertThat(finding.availability().cause()).isEqualTo("java.lang.Error: another version is installed");
    }
}
