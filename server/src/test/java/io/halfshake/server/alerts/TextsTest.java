package io.halfshake.server.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextsTest {
    private static final String PAIR = "\uD83D\uDE00";

    @ParameterizedTest
    @CsvSource({"abc, 3, abc", "abc, 2, ab", "'', 2, ''"})
    void text_isCutAtItsLimit(String text, int max, String cut) {
        assertThat(Texts.cut(text, max)).isEqualTo(cut);
    }

    @Test
    void surrogatePairs_areNotCut() {
        assertThat(Texts.cut("a" + PAIR + "b", 2)).isEqualTo("a");
        assertThat(Texts.cut("a" + PAIR + "b", 3)).isEqualTo("a" + PAIR);
    }

    /** Half of a pair is no character, and JSON with it may be refused. */
    @Test
    void longNamesForSlack_keepTheirCharacters() {
        AlertTarget about = new AlertTarget("n".repeat(299) + PAIR, null, Map.of(), List.of());
        Alert alert = Alert.firing(Samples.goesDown("a:1"), about);
        assertThat(new String(SlackSink.json(new Message(false, List.of(alert))), StandardCharsets.UTF_8))
                .contains("n".repeat(299) + "…: ");
    }
}
