package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final String FORM = "(expected \"host:port\", or \"[address]:port\" for IPv6)";
    private static final String PORT =
            "(expected \"host:port\", or \"[address]:port\" for IPv6, with a port of 1 to 65535)";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "host",
                ":",
                ":80",
                "[::1",
                "[::1]",
                "[::1]80",
                "::1]:80",
                "::1:80",
                "[]:80",
                "[:80",
                "]:80",
                "[host]:80",
                "[127.0.0.1]:80",
                "[[::1]]:80",
                "[fe80::1%]:80",
                "[%eth0]:80",
                "[.:1]:80",
                "[::1]x:80",
                "http://host:80",
                "host/path:80",
                "a:b:80"
            })
    void textOfAnotherForm_isRejectedWithTheExpectedForm(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessage("target: \"" + text + "\" " + FORM);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host:",
                "host:0",
                "host:00000",
                "host:65536",
                "host:99999",
                "host:000080",
                "host:4294967376",
                "host:-1",
                "host:+80",
                "host: 80",
                "host:80 ",
                "host:0x50",
                "host:8e1",
                "host:http",
                "host:\uFF18\uFF10",
                "[::1]:",
                "[::1]:70000"
            })
    void invalidPort_isRejectedWithTheExpectedRange(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessage("target: \"" + text + "\" " + PORT);
    }

    @ParameterizedTest
    @CsvSource({
        "32, U+0020 SPACE, ' '",
        "160, U+00A0 NO-BREAK SPACE, '\u00a0'",
        "8195, U+2003 EM SPACE, '\u2003'",
        "0, U+0000 NULL, \\u0000",
        "10, U+000A LINE FEED (LF), \\u000a",
        "127, U+007F DELETE, \\u007f",
        "155, U+009B CONTROL SEQUENCE INTRODUCER, \\u009b",
        "34, U+0022 QUOTATION MARK, '\"'",
        "42, U+002A ASTERISK, *",
        "123, U+007B LEFT CURLY BRACKET, {",
        "44, U+002C COMMA, ','",
        "64, U+0040 COMMERCIAL AT, @",
        "8203, U+200B ZERO WIDTH SPACE, \\u200b",
        "8204, U+200C ZERO WIDTH NON-JOINER, \\u200c",
        "8205, U+200D ZERO WIDTH JOINER, \\u200d",
        "8288, U+2060 WORD JOINER, \\u2060",
        "173, U+00AD SOFT HYPHEN, \\u00ad",
        "847, U+034F COMBINING GRAPHEME JOINER, \u034f",
        "65024, U+FE00 VARIATION SELECTOR-1, \ufe00",
        "65279, U+FEFF ZERO WIDTH NO-BREAK SPACE, \\ufeff"
    })
    void characterNotAllowedInNames_isRejectedAndNamed(int character, String name, String shown) {
        for (String form : new String[] {"%sb", "a%sb", "a%s"}) {
            String host = form.formatted((char) character);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Target.parse(host + ":80"))
                    .withMessage("host: \"" + form.formatted(shown)
                            + "\" (expected letters, digits, '-', '_' and '.', and not " + name + ")");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "127.1",
                "1.2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "103.19.271.10",
                "256.1.1.1",
                "010.0.0.1",
                "10.0.0.08",
                "00.0.0.0",
                "10.0.0.1-5",
                "10.0.0.1-10.0.0.9",
                "4294967296.1.1.1",
                "2130706433",
                "0x7f.1",
                "0x7f.0.0.0x1",
                "0x7F000001",
                "0x",
                "db.example.5",
                "db.5_6",
                "\uFF11\uFF10.0.0.1",
                "10\u30020\u30020\u30021"
            })
    void hostEndingInANumber_isNeitherAddressNorName(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(host + ":80"))
                .withMessage("host: \"" + host + "\" (expected an IPv4 address, which is four numbers from 0 to 255"
                        + " without leading zeros, or a host name, whose last label has a letter and is no number)");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", "..", "a..b", ".a", "a..", "\u00e4.\u3002b"})
    void emptyLabel_isRejected(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target(host, 80))
                .withMessageMatching("(?s)host: \".*\" \\(expected (labels of 1 to 63 characters between the dots"
                        + "|a name that IDNA2003 can convert, or its form xn--...; it says: .*)\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-a", "a-", "-", "a.-b.c", "a-.b"})
    void labelWithHyphenAtEitherEnd_isRejected(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target(host, 80))
                .withMessage("host: \"" + host + "\" (expected labels that neither begin nor end with a hyphen)");
    }

    @ParameterizedTest
    @CsvSource({
        "stra\u00dfe.example, U+00DF LATIN SMALL LETTER SHARP S",
        "\u03b2\u03cc\u03bb\u03bf\u03c2.example, U+03C2 GREEK SMALL LETTER FINAL SIGMA"
    })
    void characterWithTwoIdnaMeanings_isRejected(String host, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target(host, 80))
                .withMessage("host: \"" + host + "\" (expected the form xn--..., since " + name
                        + " has two meanings in host names)");
    }

    @Test
    void nameIdnaCannotConvert_isRejectedWithTheOtherForm() {
        // Unicode 5.0: newer than IDNA2003.
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("\u2c65.example", 80))
                .withMessageStartingWith(
                        "host: \"\u2c65.example\" (expected a name that IDNA2003 can convert, or its form"
                                + " xn--...; it says: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("\u00e4".repeat(100), 80))
                .withMessageContaining("a name that IDNA2003 can convert");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("\ud800a", 80))
                .withMessageContaining("not U+D800");
    }

    @Test
    void target_throwsNothingButIllegalArgument() {
        Random random = new Random(42);
        String characters = "ab1-_..:%[]0x\u00e4\u3002\uff0e\u00df\u0301\u05d0\ud83d\udc08\uff0f\u2100\u200b\u0130";
        int taken = 0;
        for (int round = 0; round < 50_000; round++) {
            StringBuilder host = new StringBuilder();
            for (int i = random.nextInt(12); i >= 0; i--) {
                host.append(characters.charAt(random.nextInt(characters.length())));
            }
            try {
                String ascii = HostNames.toAscii(new Target(host.toString(), 80).host());
                assertThat(ascii.indexOf(':') >= 0 || ascii.matches("[A-Za-z0-9._-]+"))
                        .as("%s as %s", host, ascii)
                        .isTrue();
                taken++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("(expected ");
            }
        }
        assertThat(taken).isPositive();
    }

    @Test
    void bidiControlCharacter_isEscapedInTheErrorText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("evil\u202egnp"))
                .withMessage("target: \"evil\\u202egnp\" " + FORM);
    }

    @Test
    void longValue_isTruncatedInTheErrorText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a".repeat(10_240) + ":80"))
                .withMessage(
                        "host: \"" + "a".repeat(80) + "... (10240 characters)\" (expected at most 253 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a".repeat(10_240)))
                .withMessage("target: \"" + "a".repeat(80) + "... (10240 characters)\" " + FORM);
    }

    @Test
    void valueOfTheMaximumShownLength_isNotTruncated() {
        String text = "a".repeat(80);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessage("target: \"" + text + "\" " + FORM);
    }

    @Test
    void truncation_neverSplitsACharacter() {
        String cat = "\uD83D\uDC08";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(cat.repeat(81)))
                .withMessage("target: \"" + cat.repeat(80) + "... (162 characters)\" " + FORM);
    }

    @Test
    void longestDnsName_isAccepted() {
        String longest = ("a".repeat(63) + ".").repeat(3) + "b".repeat(61);
        assertThat(longest).hasSize(253);
        assertThat(Target.parse(longest + ":1").host()).isEqualTo(longest);
        assertThat(Target.parse(longest + ".:1").host()).isEqualTo(longest + ".");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(longest + "a:1"))
                .withMessageEndingWith("(expected at most 253 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(longest + "a.:1"))
                .withMessageEndingWith("(expected at most 253 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a".repeat(64) + ":1"))
                .withMessageEndingWith("(expected labels of 1 to 63 characters between the dots)");
    }

    @Test
    void literal_isTheHostsAddressOrNull() throws UnknownHostException {
        assertThat(Target.parse("10.0.0.5:1").literal()).isEqualTo(InetAddress.getByAddress(new byte[] {10, 0, 0, 5}));
        assertThat(Target.parse("[::1]:1").literal()).isNotNull();
        assertThat(Target.parse("db:1").literal()).isNull();
        assertThat(Target.parse("[fe80::1%no-such-interface]:1").literal()).isNull();
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without NullAway may do.
    void target_throwsNullPointerOnNull() {
        assertThatNullPointerException().isThrownBy(() -> Target.parse(null)).withMessage("target");
        assertThatNullPointerException().isThrownBy(() -> new Target(null, 80)).withMessage("host");
    }

    @ParameterizedTest
    @CsvSource({
        "host:1, host, 1",
        "db.example.com:5432, db.example.com, 5432",
        "db.example.com.:5432, db.example.com., 5432",
        "a_b:1, a_b, 1",
        "127.0.0.1:65535, 127.0.0.1, 65535",
        "[::1]:80, ::1, 80",
        "[::]:80, ::, 80",
        "[::ffff:10.0.0.5]:80, ::ffff:10.0.0.5, 80",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80",
        "[fe80::1%3]:80, fe80::1%3, 80",
        "b\u00fccher.example:443, b\u00fccher.example, 443",
        "beef:80, beef, 80",
        "my_db:80, my_db, 80",
        "_sip._tcp.Example.com:80, _sip._tcp.Example.com, 80",
        "3com.1a:80, 3com.1a, 80",
        "0xbeeg:80, 0xbeeg, 80",
        "xn--bcher-kva.example:80, xn--bcher-kva.example, 80",
        "\u2603.example:80, \u2603.example, 80"
    })
    void target_isParsedAndPrintedUnchanged(String text, String host, int port) {
        Target target = Target.parse(text);

        assertThat(target).isEqualTo(new Target(host, port));
        assertThat(target).hasToString(text);
    }

    @Test
    void leadingZerosOfAPort_areIgnored() {
        assertThat(Target.parse("host:00080")).isEqualTo(new Target("host", 80)).hasToString("host:80");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 65_536, Integer.MAX_VALUE})
    void portOutsideItsRange_throwsIllegalArgument(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("host", port))
                .withMessage("port: " + port + " (expected 0 to 65535)");
    }

    @Test
    void emptyHost_throwsIllegalArgument() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("", 80))
                .withMessage("host: \"\" (expected a name or an address)");
    }
}
