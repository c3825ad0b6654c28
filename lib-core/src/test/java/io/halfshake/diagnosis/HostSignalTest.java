package io.halfshake.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.monitor.MonitorSamples;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSignalTest {
    private static HostSignal of(DownReason reason, Signal signal, @Nullable IcmpMessage icmp, @Nullable String errno) {
        Evidence evidence = new Evidence(signal, icmp, null, errno, 1, "sample", Handshake.HALF, Evidence.Clock.NONE);
        Timing timing = new Timing(1, 0, 0, Timing.NO_ROUND_TRIP);
        return HostSignal.of(new CheckResult.Down("db:80", MonitorSamples.address("db", 1), reason, timing, evidence));
    }

    @ParameterizedTest
    @CsvSource({
        "4, 3, 0, NO_ROUTE",
        "4, 3, 1, NO_ROUTE",
        "4, 3, 2, PERHAPS_ALIVE",
        "4, 3, 3, PERHAPS_ALIVE",
        "4, 3, 9, PROHIBITED",
        "4, 3, 10, PROHIBITED",
        "4, 3, 13, PROHIBITED",
        "4, 3, 5, UNREACHABLE",
        "4, 11, 0, UNREACHABLE",
        "4, 1, 0, UNREACHABLE",
        "6, 1, 0, NO_ROUTE",
        "6, 1, 1, PROHIBITED",
        "6, 1, 2, UNREACHABLE",
        "6, 1, 3, NO_ROUTE",
        "6, 1, 4, PERHAPS_ALIVE",
        "6, 1, 5, PROHIBITED",
        "6, 1, 6, PROHIBITED",
        "6, 3, 0, UNREACHABLE",
        "6, 4, 1, PERHAPS_ALIVE",
        "6, 4, 0, UNREACHABLE",
    })
    void icmpMessage_determinesTheSignal(int version, int type, int code, HostSignal sign) {
        IcmpMessage icmp = new IcmpMessage(version, type, code);
        assertThat(of(DownReason.UNREACHABLE, Signal.ICMP, icmp, "EHOSTUNREACH"))
                .isEqualTo(sign);
    }

    @ParameterizedTest
    @CsvSource({
        "EHOSTUNREACH, UNREACHABLE",
        "ENETUNREACH, UNREACHABLE",
        "EHOSTDOWN, UNREACHABLE",
        "EPROTO, UNREACHABLE",
        "EACCES, PROHIBITED",
        "ENOPROTOOPT, PERHAPS_ALIVE",
        ", UNREACHABLE",
    })
    void ambiguousErrno_givesAnUnspecificSignal(@Nullable String errno, HostSignal sign) {
        assertThat(of(DownReason.UNREACHABLE, Signal.ICMP, null, errno)).isEqualTo(sign);
    }

    @Test
    void refusal_isASignOfLifeOnlyIfItWasAReset() {
        assertThat(of(DownReason.REFUSED, Signal.RST, null, "ECONNREFUSED")).isEqualTo(HostSignal.ALIVE);
        assertThat(of(DownReason.REFUSED, Signal.ICMP, null, "ECONNREFUSED")).isEqualTo(HostSignal.PERHAPS_ALIVE);
    }

    @Test
    void selfConnect_isASignOfLife() {
        assertThat(of(DownReason.REFUSED, Signal.LOCAL, null, null)).isEqualTo(HostSignal.ALIVE);
    }

    @Test
    void silence_isNoSignOfLife() {
        assertThat(of(DownReason.TIMED_OUT, Signal.NONE, null, null)).isEqualTo(HostSignal.SILENT);
        assertThat(of(DownReason.TIMED_OUT, Signal.NONE, null, "ETIMEDOUT")).isEqualTo(HostSignal.SILENT);
    }

    @Test
    void answer_isASignOfLifeAndALocalFailureIsNone() {
        assertThat(HostSignal.of(MonitorSamples.up("db:80", MonitorSamples.address("db", 1))))
                .isEqualTo(HostSignal.ALIVE);
        assertThat(HostSignal.of(MonitorSamples.unknown("db:80", null, null))).isEqualTo(HostSignal.UNKNOWN);
    }
}
