package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
    private static Evidence evidence(Signal signal, @Nullable String call, @Nullable String errno, int syns) {
        return new Evidence(signal, null, call, errno, syns, "sample", Handshake.HALF, Evidence.Clock.NONE);
    }

    private static String down(DownReason reason, Evidence evidence) {
        return new CheckResult.Down("db:80", Samples.ADDRESS, reason, Samples.TIMING, evidence).describe();
    }

    @Test
    void describeUp_givesTheRoundTrip() {
        assertThat(Samples.up().describe()).isEqualTo("db:80 (192.0.2.1:80) is up: answered in 240 us");
    }

    @Test
    void describe_namesTheAddressOnce() {
        CheckResult result = new CheckResult.Up(
                "192.0.2.1:80", Samples.ADDRESS, new Timing(5_000, 0, 0, 5_000), Samples.evidence(Signal.SYN_ACK));
        assertThat(result.describe()).isEqualTo("192.0.2.1:80 is up: answered in 5 us");
    }

    @Test
    void describe_omitsThePortOfAHostWithoutOne() throws UnknownHostException {
        for (String host : new String[] {"192.0.2.1", "2001:db8::1"}) {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 0);
            Timing timing = new Timing(5_000, 0, 0, 5_000);
            CheckResult literal = new CheckResult.Up(host, address, timing, Samples.evidence(Signal.ICMP));
            assertThat(literal.describe()).isEqualTo(host + " is up: answered in 5 us");
            CheckResult name = new CheckResult.Up("db", address, timing, Samples.evidence(Signal.ICMP));
            assertThat(name.describe()).isEqualTo("db (" + host + ") is up: answered in 5 us");
            assertThat(Descriptions.asWritten(address)).isEqualTo(host);
        }
        assertThat(Descriptions.asWritten(InetSocketAddress.createUnresolved("db", 0)))
                .isEqualTo("db");
    }

    @Test
    void describeDown_givesTheReplyAndTheElapsedTime() {
        assertThat(down(DownReason.REFUSED, evidence(Signal.RST, null, null, 1)))
                .isEqualTo("db:80 (192.0.2.1:80) is down: refused (RST) after 7.00 ms");
        assertThat(down(DownReason.REFUSED, evidence(Signal.RST, "connect", "ECONNREFUSED", 1)))
                .isEqualTo("db:80 (192.0.2.1:80) is down: refused (connect: ECONNREFUSED) after 7.00 ms");
        assertThat(down(DownReason.UNREACHABLE, evidence(Signal.ICMP, null, "EHOSTUNREACH", 1)))
                .isEqualTo("db:80 (192.0.2.1:80) is down: unreachable (EHOSTUNREACH) after 7.00 ms");
        assertThat(down(DownReason.TIMED_OUT, evidence(Signal.NONE, null, null, 2)))
                .isEqualTo("db:80 (192.0.2.1:80) is down: timed out, 2 SYNs after 7.00 ms");
    }

    @Test
    void describeUnknown_givesTheReasonAndTheCause() {
        assertThat(Samples.unknown(1, UnknownReason.NO_DESCRIPTORS).describe())
                .isEqualTo("db:80 (192.0.2.1:80) is unknown: no descriptors after 7.00 ms");
        assertThat(Samples.unknown(1, UnknownReason.SATURATED, new TimeoutException("all taken"))
                        .describe())
                .isEqualTo("db:80 (192.0.2.1:80) is unknown: saturated, all taken after 7.00 ms");
        assertThat(Samples.unknown(1, UnknownReason.LOCAL_FAILURE, new IllegalStateException())
                        .describe())
                .isEqualTo("db:80 (192.0.2.1:80) is unknown: local failure, IllegalStateException after 7.00 ms");
    }

    @Test
    void describe_omitsTheAddressOfAnUnresolvedName() {
        CheckResult result = new CheckResult.Unknown(
                "db:80",
                null,
                UnknownReason.UNRESOLVED,
                new UnknownHostException("db"),
                Samples.TIMING,
                Evidence.nothingSent("sample"));
        assertThat(result.describe()).isEqualTo("db:80 is unknown: unresolved, no address for db after 7.00 ms");
    }

    @Test
    void literal_writesAnAddressAsATarget() throws UnknownHostException {
        byte[] v6 = new byte[16];
        v6[15] = 1;
        assertThat(Descriptions.literal(new InetSocketAddress(InetAddress.getByAddress(v6), 80)))
                .isEqualTo("[::1]:80");
        assertThat(Descriptions.literal(new InetSocketAddress(InetAddress.getByAddress("named", v6), 80)))
                .isEqualTo("[::1]:80");
        assertThat(Descriptions.literal(InetSocketAddress.createUnresolved("db", 80)))
                .isEqualTo("db:80");
    }

    @Test
    void asWritten_keepsTheNameThatTheCallerGave() throws UnknownHostException {
        byte[] v4 = {(byte) 192, 0, 2, 1};
        byte[] v6 = new byte[16];
        v6[15] = 1;
        assertThat(asWritten(InetAddress.getByAddress(v4))).isEqualTo("192.0.2.1:80");
        assertThat(asWritten(InetAddress.getByAddress("db", v4))).isEqualTo("db:80");
        assertThat(asWritten(InetAddress.getByAddress(v6))).isEqualTo("[::1]:80");
        assertThat(asWritten(InetAddress.getByAddress("db", v6))).isEqualTo("db:80");
        assertThat(Descriptions.asWritten(InetSocketAddress.createUnresolved("db", 80)))
                .isEqualTo("db:80");
    }

    private static String asWritten(InetAddress ip) {
        return Descriptions.asWritten(new InetSocketAddress(ip, 80));
    }

    @Test
    void words_areTheConstantsInLowerCase() {
        assertThat(Descriptions.words(DownReason.TIMED_OUT)).isEqualTo("timed out");
        assertThat(Descriptions.words(Handshake.HALF)).isEqualTo("half");
    }
}
