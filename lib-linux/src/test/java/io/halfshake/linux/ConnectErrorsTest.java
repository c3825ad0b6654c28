package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Signal;
import io.halfshake.UnknownReason;
import io.halfshake.spi.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "ECONNREFUSED, REFUSED, RST",
        "EHOSTUNREACH, UNREACHABLE, ICMP",
        "ENETUNREACH, UNREACHABLE, ICMP",
        "ENOPROTOOPT, UNREACHABLE, ICMP",
        "EHOSTDOWN, UNREACHABLE, ICMP",
        "ENONET, UNREACHABLE, ICMP",
        "EACCES, UNREACHABLE, ICMP",
        "EPROTO, UNREACHABLE, ICMP"
    })
    void laterError_isTheNetworksAnswer(Errno errno, DownReason reason, Signal signal) {
        Outcome.Denied denied = (Outcome.Denied) ConnectErrors.later(errno.number, 1_000, 2);

        assertThat(denied.reason()).isEqualTo(reason);
        assertThat(denied.roundTripNanos()).isEqualTo(1_000);
        assertThat(denied.evidence().signal()).isEqualTo(signal);
        assertThat(denied.evidence().errno()).isEqualTo(errno.name());
        assertThat(denied.evidence().syns()).isEqualTo(2);
        assertThat(denied.evidence().clock()).isEqualTo(Evidence.Clock.USER_SPACE);
    }

    @Test
    void kernelTimeout_isSilence() {
        Outcome.Denied denied = (Outcome.Denied) ConnectErrors.later(Errno.ETIMEDOUT.number, 1_000, 7);

        assertThat(denied.reason()).isEqualTo(DownReason.TIMED_OUT);
        assertThat(denied.roundTripNanos()).isEqualTo(-1);
        assertThat(denied.evidence().signal()).isEqualTo(Signal.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "EMFILE, NO_DESCRIPTORS",
        "ENFILE, NO_DESCRIPTORS",
        "EADDRNOTAVAIL, NO_LOCAL_PORT",
        "EADDRINUSE, NO_LOCAL_PORT",
        "EAGAIN, NO_LOCAL_PORT",
        "EACCES, NOT_PERMITTED",
        "EPERM, NOT_PERMITTED",
        "ENETUNREACH, NO_ROUTE",
        "EHOSTUNREACH, NO_ROUTE",
        "ENETDOWN, NO_ROUTE",
        "ENODEV, NO_ROUTE",
        "EINVAL, NO_ROUTE",
        "EAFNOSUPPORT, NO_ROUTE",
        "ENOBUFS, LOCAL_FAILURE",
        "ENOMEM, LOCAL_FAILURE",
        "ECONNREFUSED, LOCAL_FAILURE"
    })
    void immediateError_isALocalFailure(Errno errno, UnknownReason reason) {
        Outcome.Failed failed =
                ConnectErrors.atOnce(EngineNames.HALF_OPEN, new SystemCallException("connect(2)", errno.number));

        assertThat(failed.reason()).isEqualTo(reason);
        assertThat(failed.cause()).hasMessage("connect(2) failed: " + errno + " (" + errno.number + ")");
        assertThat(failed.evidence().signal()).isEqualTo(Signal.LOCAL);
        assertThat(failed.evidence().syns()).isZero();
    }

    @Test
    void missingSourceAddress_isNoRouteAndNotNoLocalPort() {
        Outcome.Failed failed = ConnectErrors.atOnce(
                EngineNames.HALF_OPEN, new SystemCallException("bind(192.0.2.1)", Errno.EADDRNOTAVAIL.number));

        assertThat(failed.reason()).isEqualTo(UnknownReason.NO_ROUTE);
    }

    @ParameterizedTest
    @CsvSource({"ECONNABORTED, ECONNABORTED", "ENOBUFS, ENOBUFS", "EINPROGRESS, EINPROGRESS"})
    void otherLaterError_isALocalFailure(Errno errno, String name) {
        Outcome.Failed failed = (Outcome.Failed) ConnectErrors.later(errno.number, 1_000, 1);

        assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
        assertThat(failed.evidence().errno()).isEqualTo(name);
    }

    @Test
    void unnamedErrno_keepsItsNumber() {
        assertThat(((Outcome.Failed) ConnectErrors.later(4_095, 1, 1)).cause())
                .hasMessage("connect(2) failed: errno 4095 (4095)");
        assertThat(Errno.of(0)).isNull();
        assertThat(Errno.of(-1)).isNull();
        assertThat(Errno.of(3)).isNull();
    }
}
