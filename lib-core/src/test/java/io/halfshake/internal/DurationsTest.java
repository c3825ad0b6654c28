package io.halfshake.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @Test
    void positiveNanos_returnsTheNanosecondsOfADuration() {
        assertThat(Durations.positiveNanos("timeout", Duration.ofNanos(1))).isEqualTo(1);
        assertThat(Durations.positiveNanos("timeout", Duration.ofMillis(500))).isEqualTo(500_000_000);
    }

    @Test
    void positiveNanos_capsLongDurationsAtForever() {
        assertThat(Durations.positiveNanos("timeout", Duration.ofSeconds(Long.MAX_VALUE)))
                .isEqualTo(Durations.FOREVER_NANOS);
        assertThat(Durations.positiveNanos("timeout", Duration.ofSeconds(Long.MAX_VALUE, 999_999_999)))
                .isEqualTo(Durations.FOREVER_NANOS);
        assertThat(Durations.positiveNanos("timeout", Duration.ofNanos(Long.MAX_VALUE)))
                .isEqualTo(Durations.FOREVER_NANOS);
        assertThat(Durations.positiveNanos("timeout", Duration.ofNanos(Durations.FOREVER_NANOS + 1)))
                .isEqualTo(Durations.FOREVER_NANOS);
        assertThat(Durations.positiveNanos("timeout", Duration.ofNanos(Durations.FOREVER_NANOS - 1)))
                .isEqualTo(Durations.FOREVER_NANOS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-0.000000001S", "PT-2562047788015215H-30M-8S"})
    void positiveNanos_throwsOnZeroOrLess(String duration) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.positiveNanos("timeout", Duration.parse(duration)))
                .withMessage("timeout: " + Duration.parse(duration) + " (expected > 0)");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 us",
        "999, 0 us",
        "1000, 1 us",
        "240000, 240 us",
        "999999, 999 us",
        "1000000, 1.00 ms",
        "12345678, 12.3 ms",
        "500000000, 500 ms",
        "999499999, 999 ms",
        "999500000, 1.00 s",
        "999999999, 1.00 s",
        "1000000000, 1.00 s",
        "59960000000, 60.0 s",
        "999600000000, 1000 s",
        "3600000000000, 3600 s",
        "2305843009213693951, 2305843009 s"
    })
    void readable_formatsATimeWithItsUnit(long nanos, String text) {
        assertThat(Durations.readable(nanos)).isEqualTo(text);
    }

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
    void parse_readsAWholeNumberAndAUnit(String text, Duration duration) {
        assertThat(Durations.parse("interval", text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1us", "1001us", "500ms", "1001ms", "1s", "90s", "1m", "90m", "1h", "25h", "999999999h"})
    void text_isWhatParseReads(String text) {
        assertThat(Durations.text(Durations.parse("interval", text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0s",
        "PT60S, 1m",
        "PT0.9S, 900ms",
        "PT1.5S, 1500ms",
        "PT1.000001S, 1000001us",
        "PT0.000000001S, PT0.000000001S"
    })
    void text_isInTheLargestUnit(Duration duration, String text) {
        assertThat(Durations.text(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "ms", "0ms", "-1s", "1.5s", "5 ms", " 5ms", "5MS", "5d", "1000000000s", "٣s", "PT1S"})
    void parse_throwsOnOtherForms(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Durations.parse("interval", text))
                .withMessage(
                        "interval: \"" + text + "\" (expected a whole number from 1 to 999999999 and a unit: us, ms, s,"
                                + " m or h, such as 500ms)");
    }
}
