package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "PT0S, 0.000 s",
        "PT0.3124S, 0.312 s",
        "PT0.0005S, 0.001 s",
        "PT59.999S, 59.999 s",
        "PT59.9996S, 1 m 0.000 s",
        "PT12M3.08S, 12 m 3.080 s",
        "PT2H3.08S, 2 h 0 m 3.080 s",
        "PT50H, 50 h 0 m 0.000 s",
    })
    void exactDuration_hasMilliseconds(Duration length, String text) {
        assertThat(DurationFormat.exact(length)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-0.1S, 0s",
        "PT3.9S, 3s",
        "PT59M59S, 59m 59s",
        "PT2H, 2h 0m",
        "PT23H59M59S, 23h 59m",
        "PT76H, 3d 4h",
    })
    void compactDuration_usesTheTwoLargestUnits(Duration length, String text) {
        assertThat(DurationFormat.compact(length)).isEqualTo(text);
    }
}
