package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    private static String line(Integer... results) {
        return Sparkline.of(List.of(results), 20, Glyphs.UNICODE);
    }

    @Test
    void aSteadyRoundTripIsFlatWhereverItLies() {
        assertThat(line(40, 40, 40)).isEqualTo("▄▄▄");
        assertThat(line(90_000, 90_000, 90_000)).isEqualTo("▄▄▄");
        assertThat(line(0, 0)).as("less than a microsecond").isEqualTo("▄▄");
    }

    @Test
    void twiceTheUsualRoundTripIsAFullBar() {
        assertThat(line(100, 100, 100, 150, 200, 9_000, 50, 1)).isEqualTo("▄▄▄▆██▂▁");
    }

    @Test
    void failuresAreNoBars() {
        assertThat(line(40, Recent.DOWN, Recent.UNKNOWN, 40)).isEqualTo("▄×?▄");
        assertThat(line(Recent.DOWN, Recent.DOWN)).isEqualTo("××");
        assertThat(Sparkline.of(List.of(40, Recent.DOWN, Recent.UNKNOWN, 80), 20, Glyphs.ASCII))
                .isEqualTo(".!?:");
    }

    @Test
    void theLatestAreShownWhereNotAllFit() {
        assertThat(Sparkline.of(List.of(Recent.DOWN, 40, 40, Recent.UNKNOWN), 2, Glyphs.UNICODE))
                .isEqualTo("▄?");
        assertThat(Sparkline.of(List.of(40, 40), 0, Glyphs.UNICODE)).isEmpty();
    }

    @Test
    void theLastTwentyAreKeptInTheirOrder() {
        Recent recent = new Recent();
        assertThat(recent.latest()).isEmpty();
        recent.add(Results.down("db:1", DownReason.REFUSED));
        recent.add(Results.unknown("db:1", UnknownReason.SATURATED, null));
        recent.add(Results.up("db:1", 214_999));
        assertThat(recent.latest()).containsExactly(Recent.DOWN, Recent.UNKNOWN, 214);
        for (int i = 1; i <= 19; i++) {
            recent.add(Results.up("db:1", i * 1_000_000L));
        }
        assertThat(recent.latest())
                .hasSize(Recent.MOST)
                .startsWith(214, 1_000, 2_000)
                .endsWith(19_000);
        recent.add(Results.up("db:1", Long.MAX_VALUE / 2));
        assertThat(recent.latest()).startsWith(1_000).endsWith(19_000, Integer.MAX_VALUE);
    }
}
