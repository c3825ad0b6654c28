package io.halfshake.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Evidence.Clock;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvidenceFormatTest {
    private static final String TARGET = "db:5432";
    private static final Timing TIMING = new Timing(5_000_000, 1, 2, 3_000_000);

    private static InetSocketAddress address(String ip, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(ip), port);
    }

    private static List<CheckResult> results() throws UnknownHostException {
        List<CheckResult> results = new ArrayList<>();
        Evidence up = Evidence.of(Signal.SYN_ACK, "half-open", 2, Clock.KERNEL);
        results.add(new CheckResult.Up(TARGET, address("10.0.0.1", 5432), TIMING, up));
        results.add(new CheckResult.Up(TARGET, address("2001:db8::1", 0), TIMING, up.withHandshake(Handshake.FULL)));
        for (DownReason reason : DownReason.values()) {
            for (Signal signal : Signal.values()) {
                for (Clock clock : Clock.values()) {
                    results.add(new CheckResult.Down(
                            TARGET,
                            address("10.0.0.1", 65_535),
                            reason,
                            Timing.withoutRoundTrip(Long.MAX_VALUE),
                            Evidence.of(signal, "syn", 0, clock)
                                    .withError("connect", "EHOSTUNREACH")
                                    .withIcmp(new IcmpMessage(6, 255, 1))));
                }
            }
        }
        return results;
    }

    @Test
    void eachResult_isReadAsItWasWritten() throws Exception {
        for (CheckResult result : results()) {
            Bytes bytes = EvidenceFormat.encode(result);
            assertThat(bytes.length()).isLessThanOrEqualTo(Limits.EVIDENCE_BYTES);
            assertThat(EvidenceFormat.decode(TARGET, bytes)).isEqualTo(result);
        }
    }

    @Test
    void longNames_areCut() throws Exception {
        Evidence evidence = Evidence.of(Signal.RST, "\u20ac".repeat(2_000), 1, Clock.NONE)
                .withError("c".repeat(2_000), "E".repeat(2_000));
        Bytes bytes = EvidenceFormat.encode(new CheckResult.Down(
                TARGET, address("10.0.0.1", 1), DownReason.REFUSED, Timing.withoutRoundTrip(1), evidence));
        assertThat(bytes.length()).isLessThanOrEqualTo(Limits.EVIDENCE_BYTES);
        Evidence read = EvidenceFormat.decode(TARGET, bytes).evidence();
        assertThat(read.engine()).isEqualTo("\u20ac".repeat(40));
        assertThat(read.systemCall()).isEqualTo("c".repeat(40));
        assertThat(read.errno()).isEqualTo("E".repeat(40));
    }

    @Test
    void addressThatIsNotResolved_staysSo() throws Exception {
        CheckResult result = new CheckResult.Down(
                TARGET,
                InetSocketAddress.createUnresolved(TARGET, 5432),
                DownReason.TIMED_OUT,
                Timing.withoutRoundTrip(1),
                Evidence.silence("mine", 1));
        assertThat(EvidenceFormat.decode(TARGET, EvidenceFormat.encode(result))).isEqualTo(result);
    }

    @Test
    void unknown_isNoEvidence() {
        CheckResult unknown = new CheckResult.Unknown(
                TARGET,
                null,
                UnknownReason.UNRESOLVED,
                null,
                Timing.withoutRoundTrip(1),
                Evidence.nothingSent("half-open"));
        assertThatIllegalArgumentException().isThrownBy(() -> EvidenceFormat.encode(unknown));
    }

    @Test
    void bytesThatAreNoEvidence_areRefused() throws Exception {
        Random random = new Random(1);
        for (CheckResult result : results()) {
            byte[] bytes = EvidenceFormat.encode(result).toArray();
            for (int length = 0; length < bytes.length; length++) {
                Bytes cut = Bytes.copyOf(Arrays.copyOf(bytes, length));
                assertThatExceptionOfType(FormatException.class).isThrownBy(() -> EvidenceFormat.decode(TARGET, cut));
                assertThat(EvidenceFormat.decodeIfKnown(TARGET, cut)).isNull();
            }
            byte[] changed = bytes.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 + random.nextInt(255));
            // Another result or none, and no other exception.
            var unused = EvidenceFormat.decodeIfKnown(TARGET, Bytes.copyOf(changed));
        }
    }

    @Test
    void laterVersion_isNotKnown() throws Exception {
        byte[] bytes = EvidenceFormat.encode(results().get(0)).toArray();
        bytes[0] = 2;
        assertThatExceptionOfType(FormatException.class)
                .isThrownBy(() -> EvidenceFormat.decode(TARGET, Bytes.copyOf(bytes)))
                .withMessage("version of evidence: 2 (expected 1)");
    }
}
