package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That nothing here asks a name server is proved by {@link LiteralsIT}, in a JVM where every name has an address. */
class LiteralsTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 7f000001",
        "0.0.0.0, 00000000",
        "255.255.255.255, ffffffff",
        "1.2.3.4, 01020304",
        "::, 00000000000000000000000000000000",
        "::1, 00000000000000000000000000000001",
        "2001:db8::a:B, 20010db80000000000000000000a000b",
        "1:2:3:4:5:6:7:8, 00010002000300040005000600070008",
        "::ffff:10.0.0.5, 0a000005",
        "64:ff9b::192.0.2.1, 0064ff9b0000000000000000c0000201"
    })
    void parse_readsAddressLiterals(String text, String hex) throws UnknownHostException {
        assertThat(Literals.parse(text)).isEqualTo(InetAddress.getByAddress(bytes(hex)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "beef",
                "1",
                "127.1",
                "1.2.3",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..2.3",
                "1.2.3.4.5",
                "256.1.1.1",
                "1.1.1.256",
                "4294967296.1.1.1",
                "010.0.0.1",
                "10.0.0.00",
                "0x7f.1",
                "0x7f.0.0.1",
                "-1.2.3.4",
                "0000000000001.1.1.1",
                "\u0661.2.3.4",
                "host",
                "",
                "."
            })
    void otherTextWithoutAColon_isAName(String text) {
        assertThat(Literals.parse(text)).isNull();
        assertThat(Literals.isIpv6(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead:beef",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "::1.2.3",
                "::1.2.3.256",
                ".:1",
                "..:",
                "1.2.3.4:80",
                "fe80::1%",
                "%eth0",
                "fe80%eth0",
                "::\uFF11",
                "[::1]"
            })
    void invalidIpv6Literal_isRejected(String text) {
        assertThat(Literals.parse(text)).isNull();
        assertThat(Literals.isIpv6(text)).isFalse();
    }

    @Test
    void isIpv6_acceptsAScopeThatThisHostDoesNotHave() {
        assertThat(Literals.isIpv6("fe80::1%no-such-interface")).isTrue();
        assertThat(Literals.parse("fe80::1%no-such-interface")).isNull();
        assertThat(Literals.parse("fe80::1%1")).isNotNull();
    }

    @Test
    void parse_acceptsTheLoopbackInterfaceAsAScope() throws SocketException {
        // The JDK itself refuses this scope where loopback has no link-local address, as is usual.
        NetworkInterface loopback = NetworkInterface.networkInterfaces()
                .filter(LiteralsTest::isLoopback)
                .findFirst()
                .orElseThrow();

        Inet6Address parsed = (Inet6Address) Literals.parse("fe80::1%" + loopback.getName());

        assertThat(Objects.requireNonNull(parsed).getScopeId()).isEqualTo(loopback.getIndex());
    }

    private static boolean isLoopback(NetworkInterface candidate) {
        try {
            return candidate.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    @Test
    void parse_neverThrows() {
        Random random = new Random(42);
        String characters = "0123456789abcdefABCDEF:::...%%xg[]-";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(20);
            for (int i = 0; i < length; i++) {
                text.append(characters.charAt(random.nextInt(characters.length())));
            }
            assertThatCode(() -> Literals.parse(text.toString())).as("%s", text).doesNotThrowAnyException();
        }
    }

    private static byte[] bytes(String hex) {
        byte[] bytes = new byte[hex.length() / 2];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(hex, 2 * i, 2 * i + 2, 16);
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({
        "::1, ::1",
        "::, ::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:0:0, 1:2:3:4:5:6::",
        "fe80:0:0:0:0:0:0:1, fe80::1",
        "10.0.0.1, 10.0.0.1"
    })
    void text_usesTheShortFormOfRfc5952(String literal, String shown) {
        assertThat(Literals.text(Objects.requireNonNull(Literals.parse(literal))))
                .isEqualTo(shown);
    }
}
