package io.halfshake.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeySuggestionTest {
    private static final List<String> KNOWN = List.of("interval", "timeout", "fast-interval", "rise", "fall", "web");

    @ParameterizedTest
    @CsvSource({
        "'', '', 0",
        "abc, '', 3",
        "'', abc, 3",
        "interval, interval, 0",
        "intervall, interval, 1",
        "inteval, interval, 1",
        "intarval, interval, 1",
        "itnerval, interval, 1",
        "ca, abc, 3",
        "kitten, sitting, 3"
    })
    void changes_countsLetters(String from, String to, int changes) {
        assertThat(KeySuggestion.changes(from, to)).isEqualTo(changes);
        assertThat(KeySuggestion.changes(to, from)).isEqualTo(changes);
    }

    @ParameterizedTest
    @CsvSource({
        "intervall, interval",
        "FAST_INTERVAL, fast-interval",
        "timeuot, timeout",
        "raise, rise",
        "wbe, web",
        "fal, fall"
    })
    void nearestKey_isSuggested(String key, String suggestion) {
        assertThat(KeySuggestion.describe(key, KNOWN)).isEqualTo("unknown key (did you mean \"" + suggestion + "\"?)");
    }

    @ParameterizedTest
    @CsvSource({"colour", "''", "x", "we", "time"})
    void otherWord_isNoneOfTheKeys(String key) {
        assertThat(KeySuggestion.describe(key, List.of("timeout", "web")))
                .isEqualTo("unknown key (expected one of timeout, web)");
    }

    @Test
    void longKey_isComparedWithNone() {
        assertThat(KeySuggestion.describe("a".repeat(1_000_000), List.of("a".repeat(41))))
                .startsWith("unknown key (expected one of ");
    }
}
