package io.halfshake.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.OutageHistory.UptimeRange;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static final Instant FROM = Instant.parse("2000-01-01T00:00:00Z");

    private static String availability(double lower, double upper) {
        return Words.availability(new UptimeRange(FROM, FROM.plusSeconds(100), lower, upper));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00%",
        "1e-9, under 0.01%",
        "0.00009, under 0.01%",
        "0.0002, 0.02%",
        "0.3, 30.00%",
        "0.9998, 99.98%",
        "0.99999, over 99.99%",
        "1, 100.00%",
    })
    void share_isNotRoundedToNoneOrAll(double part, String text) {
        assertThat(Words.share(part)).isEqualTo(text);
    }

    @Test
    void availability_keepsItsBoundsWhenRounded() {
        assertThat(availability(1, 1)).isEqualTo("100.000% of 1 m 40.000 s");
        assertThat(availability(0, 0)).isEqualTo("0.000% of 1 m 40.000 s");
        assertThat(availability(0.5, 0.75)).isEqualTo("50.000% to 75.000% of 1 m 40.000 s");
        assertThat(availability(0.123456, 0.123456)).isEqualTo("12.345% to 12.346% of 1 m 40.000 s");
        assertThat(availability(0.9999999, 1)).isEqualTo("99.999% to 100.000% of 1 m 40.000 s");
        assertThat(availability(Double.NaN, Double.NaN)).isEqualTo("\u2013");
    }

    @Test
    void counted_hasTheNumberOfTheNoun() {
        assertThat(Words.counted(1, "target", "targets")).isEqualTo("1 target");
        assertThat(Words.counted(0, "target", "targets")).isEqualTo("0 targets");
        assertThat(Words.counted(5_000, "target", "targets")).isEqualTo("5,000 targets");
    }
}
