package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    @Test
    void anotherCountOfSynsChangesNothingElse() {
        Evidence once = new Evidence(
                Speaker.ICMP,
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
                        Speaker.ICMP,
                        new IcmpMessage(4, 3, 1),
                        "connect",
                        "EHOSTUNREACH",
                        2,
                        "sample",
                        Handshake.FULL,
                        Evidence.Clock.KERNEL));
    }

    @Test
    void whereNothingWasSentNoHandshakeWasCompleted() {
        Evidence evidence = Evidence.nothingSent("sample");

        assertThat(evidence.syns()).isZero();
        assertThat(evidence.speaker()).isEqualTo(Speaker.THIS_HOST);
        assertThat(evidence.handshake()).isEqualTo(Handshake.HALF);
    }

    @ParameterizedTest
    @CsvSource({"SYN_ACK, true", "RST, true", "ICMP, false", "NOBODY, false", "THIS_HOST, false"})
    void onlyTheHostsOwnPacketsSayThatItLives(Speaker speaker, boolean lives) {
        CheckResult result = new CheckResult.Down(
                "db:80", Samples.ADDRESS, DownReason.REFUSED, Samples.TIMING, Samples.evidence(speaker));
        assertThat(result.hostResponded()).isEqualTo(lives);
    }

    @ParameterizedTest
    @CsvSource({
        "5, 0, 0, ipVersion: 5 (expected 4 or 6)",
        "4, 256, 0, type: 256 (expected 0 to 255)",
        "4, -1, 0, type: -1 (expected 0 to 255)",
        "6, 0, 256, code: 256 (expected 0 to 255)",
        "6, 0, -1, code: -1 (expected 0 to 255)"
    })
    void anIcmpFieldOutsideItsRangeIsMisuse(int version, int type, int code, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IcmpMessage(version, type, code))
                .withMessage(text);
    }
}
