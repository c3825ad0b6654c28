package io.halfshake.cli.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.Evidence;
import io.halfshake.Handshake;
import io.halfshake.IcmpMessage;
import io.halfshake.Signal;
import io.halfshake.Timing;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextFormatTest {
    private static String line(CheckResult result) {
        return new String(new TextFormat(false).line(result), StandardCharsets.UTF_8);
    }

    @Test
    void textOfUp_showsTheRoundTrip() {
        assertThat(line(Results.up("192.0.2.7:5432", 214_300))).isEqualTo("up             0.214 ms  192.0.2.7:5432\n");
    }

    @Test
    void textOfUp_showsTheAddressIfItDiffers() {
        assertThat(line(Results.up("db:5432", 1_234_567_000)))
                .isEqualTo("up          1234.567 ms  db:5432 (192.0.2.7:5432)\n");
    }

    @Test
    void roundTrip_isNeverZero() {
        assertThat(line(Results.up("192.0.2.7:5432", 80))).contains("  0.001 ms  ");
    }

    @Test
    void textOfDown_showsTheReason() {
        assertThat(line(Results.down("192.0.2.7:5432", DownReason.REFUSED)))
                .isEqualTo("down            refused  192.0.2.7:5432  after 0.180 ms\n");
        assertThat(line(Results.down("192.0.2.7:5432", DownReason.TIMED_OUT)))
                .isEqualTo("down          timed out  192.0.2.7:5432  no answer in 500.000 ms\n");
    }

    @Test
    void textOfUnreachable_showsTheIcmpError() throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("2001:db8::1"), 80);
        Evidence evidence = new Evidence(
                Signal.ICMP,
                new IcmpMessage(6, 1, 3),
                "connect",
                "EHOSTUNREACH",
                2,
                "syn",
                Handshake.HALF,
                Evidence.Clock.NONE);
        CheckResult down = new CheckResult.Down(
                "v6:80", address, DownReason.UNREACHABLE, new Timing(9_000, 0, 0, 7_000), evidence);
        assertThat(line(down))
                .isEqualTo("down        unreachable  v6:80 ([2001:db8::1]:80)  after 0.007 ms, EHOSTUNREACH,"
                        + " ICMPv6 type 1 code 3, 2 SYNs\n");
    }

    @Test
    void textOfUnknown_showsTheCause() {
        assertThat(line(Results.unknown("db:1", UnknownReason.NO_DESCRIPTORS, new IOException("Too many open files"))))
                .isEqualTo("unknown  no descriptors  db:1  Too many open files\n");
        assertThat(line(Results.unknown("db:1", UnknownReason.LOCAL_FAILURE, new IOException())))
                .isEqualTo("unknown   local failure  db:1  IOException\n");
        assertThat(line(Results.unknown("db:1", UnknownReason.SATURATED, null)))
                .isEqualTo("unknown       saturated  db:1  after 2.000 ms\n");
    }

    @Test
    void textOfAFullHandshake_isMarked() {
        Evidence evidence =
                new Evidence(Signal.SYN_ACK, null, null, null, 2, "connect", Handshake.FULL, Evidence.Clock.USER_SPACE);
        CheckResult up = new CheckResult.Up(
                "192.0.2.7:80", new InetSocketAddress("192.0.2.7", 80), new Timing(2_000, 0, 0, 1_000), evidence);
        assertThat(line(up)).isEqualTo("up             0.001 ms  192.0.2.7:80  full handshake, 2 SYNs\n");
    }

    @Test
    void controlCharacters_areEscaped() {
        assertThat(line(Results.unknown("\u202edb:1", UnknownReason.UNRESOLVED, new IOException("\u001b[2J\r\n"))))
                .isEqualTo("unknown      unresolved  \\u202edb:1  \\u001b[2J\\u000d\\u000a\n");
    }

    @Test
    void text_isWrittenAsUtf8() {
        assertThat(line(Results.up("bücher.example:80", 1_000))).contains("bücher.example:80");
    }

    @Test
    void colouredState_keepsTheColumns() {
        byte[] line = new TextFormat(true).line(Results.up("192.0.2.7:5432", 214_300));
        assertThat(new String(line, StandardCharsets.UTF_8))
                .isEqualTo("\u001b[32mup\u001b[0m             0.214 ms  192.0.2.7:5432\n");
    }
}
