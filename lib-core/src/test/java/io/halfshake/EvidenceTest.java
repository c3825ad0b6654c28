package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.internal.RecordEquality;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvidenceTest {
    @Test
    void withSyns_changesNothingElse() {
        Evidence once = new Evidence(
                Signal.ICMP,
                new IcmpMessage(4, 3, 1),
                "connect",
                "EHOSTUNREACH",
                1,
                "sample",
                Handshake.FULL,
                Evidence.Clock.KERNEL);

        assertThat(once.withSyns(1)).isSameAs(once);
        assertThat(once.withSyns(2))
                .isEqualTo(new Evidence(
                        Signal.ICMP,
                        new IcmpMessage(4, 3, 1),
                        "connect",
                        "EHOSTUNREACH",
                        2,
                        "sample",
                        Handshake.FULL,
                        Evidence.Clock.KERNEL));
    }

    @Test
    void equals_comparesEveryComponent() throws ReflectiveOperationException {
        RecordEquality.assertComparesEveryComponent(
                Evidence.class,
                new Object[] {
                    Signal.ICMP,
                    new IcmpMessage(4, 3, 1),
                    "connect",
                    "EHOSTUNREACH",
                    1,
                    "sample",
                    Handshake.FULL,
                    Evidence.Clock.KERNEL
                },
                new Object[] {Signal.NONE, null, null, null, 2, "other", Handshake.HALF, Evidence.Clock.NONE});
    }

    @Test
    void nothingSent_reportsNoCompletedHandshake() {
        Evidence evidence = Evidence.nothingSent("sample");

        assertThat(evidence.syns()).isZero();
        assertThat(evidence.signal()).isEqualTo(Signal.LOCAL);
        assertThat(evidence.handshake()).isEqualTo(Handshake.HALF);
    }

    @Test
    void silence_isAHalfHandshakeWithoutARoundTrip() {
        assertThat(Evidence.silence("sample", 2))
                .isEqualTo(
                        new Evidence(Signal.NONE, null, null, null, 2, "sample", Handshake.HALF, Evidence.Clock.NONE));
    }

    @ParameterizedTest
    @EnumSource(UnknownReason.class)
    void abandoned_countsTheHandshakeAsFullOnlyAfterAStall(UnknownReason reason) {
        Evidence evidence = Evidence.abandoned("sample", reason, 1);

        Handshake expected = reason == UnknownReason.STALLED ? Handshake.FULL : Handshake.HALF;
        assertThat(evidence)
                .isEqualTo(new Evidence(Signal.LOCAL, null, null, null, 1, "sample", expected, Evidence.Clock.NONE));
    }

    @Test
    void withers_changeOnePartEach() {
        Evidence evidence = Evidence.of(Signal.ICMP, "sample", 1, Evidence.Clock.KERNEL)
                .withError("recvmsg", "EHOSTUNREACH")
                .withIcmp(new IcmpMessage(4, 3, 1))
                .withHandshake(Handshake.FULL);

        assertThat(evidence)
                .isEqualTo(new Evidence(
                        Signal.ICMP,
                        new IcmpMessage(4, 3, 1),
                        "recvmsg",
                        "EHOSTUNREACH",
                        1,
                        "sample",
                        Handshake.FULL,
                        Evidence.Clock.KERNEL));
        assertThat(evidence.withHandshake(Handshake.FULL)).isSameAs(evidence);
    }

    @ParameterizedTest
    @CsvSource({"SYN_ACK, true", "RST, true", "ICMP, false", "NONE, false", "LOCAL, false"})
    void hostResponded_isTrueOnlyForTheHostsOwnPackets(Signal signal, boolean lives) {
        CheckResult result = new CheckResult.Down(
                "db:80", Samples.ADDRESS, DownReason.REFUSED, Samples.TIMING, Samples.evidence(signal));
        assertThat(result.hostResponded()).isEqualTo(lives);
    }

    @Test
    void hostResponded_isTrueForAnEchoReply() {
        CheckResult result = new CheckResult.Up(
                "db", Samples.ADDRESS, new Timing(1_000, 0, 0, 1_000), Samples.evidence(Signal.ICMP));
        assertThat(result.hostResponded()).isTrue();
    }

    @Test
    void state_isTheCaseOfTheResult() {
        assertThat(Samples.up().state()).isEqualTo(CheckState.UP);
        assertThat(Samples.down(1, DownReason.REFUSED).state()).isEqualTo(CheckState.DOWN);
        assertThat(Samples.unknown(1, UnknownReason.STALLED).state()).isEqualTo(CheckState.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, ipVersion: 5 (expected 4 or 6)",
        "4, 256, 0, type: 256 (expected 0 to 255)",
        "4, -1, 0, type: -1 (expected 0 to 255)",
        "6, 0, 256, code: 256 (expected 0 to 255)",
        "6, 0, -1, code: -1 (expected 0 to 255)"
    })
    void icmpFieldOutsideItsRange_throwsIllegalArgument(int version, int type, int code, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IcmpMessage(version, type, code))
                .withMessage(text);
    }
}
