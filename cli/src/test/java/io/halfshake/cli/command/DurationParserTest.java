package io.halfshake.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationParserTest {
    @ParameterizedTest
    @CsvSource({
        "250us, PT0.00025S",
        "500ms, PT0.5S",
        "2s, PT2S",
        "1m, PT1M",
        "3h, PT3H",
        "007ms, PT0.007S",
        "999999999h, PT999999999H"
    })
    void duration_isAWholeNumberAndAUnit(String text, Duration duration) {
        assertThat(DurationParser.parse("-t", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "ms",
                "0ms",
                "-1s",
                "1.5s",
                "5 ms",
                " 5ms",
                "5ms ",
                "5MS",
                "5d",
                "1000000000s",
                "٣s",
                "PT1S"
            })
    void invalidDuration_reportsNameValueAndRule(String text) {
        assertThatThrownBy(() -> DurationParser.parse("-t", text))
                .isInstanceOf(CommandException.class)
                .hasMessage(
                        "-t: \"" + text + "\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s, m or"
                                + " h, such as 500ms)");
    }
}
