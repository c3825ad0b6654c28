package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

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
    void aTextOfAnotherFormIsRefusedWithTheFormExpected(String text) {
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
    void aTextWithoutAPortIsRefusedWithTheRangeExpected(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessage("target: \"" + text + "\" " + PORT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", " host", "host ", "a\u00a0b", "a\u2003b"})
    void spacesInTheHostAreRefused(String host) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(host + ":80"))
                .withMessage("host: \"" + host + "\" (expected no spaces or control characters)");
    }

    @ParameterizedTest
    @CsvSource({"0, 0000", "10, 000a", "13, 000d", "27, 001b", "127, 007f", "155, 009b"})
    void controlCharactersAreRefusedAndEscapedInTheText(int character, String digits) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a" + (char) character + "b:80"))
                .withMessage("host: \"a\\u" + digits + "b\" (expected no spaces or control characters)");
    }

    @Test
    void charactersThatTurnTheReadingDirectionAreEscapedInTheText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("evil\u202egnp"))
                .withMessage("target: \"evil\\u202egnp\" " + FORM);
    }

    @Test
    void aLongValueIsCutInTheText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a".repeat(10_240) + ":80"))
                .withMessage(
                        "host: \"" + "a".repeat(80) + "... (10240 characters)\" (expected at most 253 characters)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse("a".repeat(10_240)))
                .withMessage("target: \"" + "a".repeat(80) + "... (10240 characters)\" " + FORM);
    }

    @Test
    void aValueOfJustTheLengthShownIsNotCut() {
        String text = "a".repeat(80);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(text))
                .withMessage("target: \"" + text + "\" " + FORM);
    }

    @Test
    void cuttingNeverSplitsACharacter() {
        String cat = "\uD83D\uDC08";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Target.parse(cat.repeat(81)))
                .withMessage("target: \"" + cat.repeat(80) + "... (162 characters)\" " + FORM);
    }

    @Test
    void theLongestNameOfTheDnsIsTaken() {
        String longest = "a".repeat(253);
        assertThat(Target.parse(longest + ":1").host()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> Target.parse(longest + "a:1"));
    }

    @Test
    @SuppressWarnings("NullAway") // What a caller without NullAway may do.
    void nullIsMisuse() {
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
        "1.2.3:80, 1.2.3, 80"
    })
    void hostAndPortAreReadAndWrittenAgain(String text, String host, int port) {
        Target target = Target.parse(text);

        assertThat(target).isEqualTo(new Target(host, port));
        assertThat(target).hasToString(text);
    }

    @Test
    void leadingZerosOfAPortMeanNothing() {
        assertThat(Target.parse("host:00080")).isEqualTo(new Target("host", 80)).hasToString("host:80");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 65_536, Integer.MAX_VALUE})
    void aPortOutsideTheRangeIsMisuse(int port) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("host", port))
                .withMessage("port: " + port + " (expected 0 to 65535)");
    }

    @Test
    void anEmptyHostIsMisuse() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("", 80))
                .withMessage("host: \"\" (expected a name or an address)");
    }
}
