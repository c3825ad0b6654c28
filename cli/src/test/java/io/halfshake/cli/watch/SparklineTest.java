package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SparklineTest {
    private static String line(Integer... results) {
        return Sparkline.of(List.of(results), 20, Symbols.UNICODE);
    }

    @Test
    void steadyRoundTrip_isFlat() {
        assertThat(line(40, 40, 40)).isEqualTo("▄▄▄");
        assertThat(line(90_000, 90_000, 90_000)).isEqualTo("▄▄▄");
        assertThat(line(0, 0)).as("less than a microsecond").isEqualTo("▄▄");
    }

    @Test
    void twiceTheMedian_isAFullBar() {
        assertThat(line(100, 100, 100, 150, 200, 9_000, 50, 1)).isEqualTo("▄▄▄▆██▂▁");
    }

    @Test
    void failures_areSymbols() {
        assertThat(line(40, RecentResults.DOWN, RecentResults.UNKNOWN, 40)).isEqualTo("▄×?▄");
        assertThat(line(RecentResults.DOWN, RecentResults.DOWN)).isEqualTo("××");
        assertThat(Sparkline.of(List.of(40, RecentResults.DOWN, RecentResults.UNKNOWN, 80), 20, Symbols.ASCII))
                .isEqualTo(".!?:");
    }

    @Test
    void narrowSparkline_showsTheLatest() {
        assertThat(Sparkline.of(List.of(RecentResults.DOWN, 40, 40, RecentResults.UNKNOWN), 2, Symbols.UNICODE))
                .isEqualTo("▄?");
        assertThat(Sparkline.of(List.of(40, 40), 0, Symbols.UNICODE)).isEmpty();
    }

    private static TargetResult checked(CheckResult result, boolean held) {
        return new TargetResult(result.target(), result, TargetState.UP, held, 0);
    }

    @Test
    void heldResult_isInconclusive() {
        RecentResults recent = new RecentResults();
        recent.add(checked(Results.down("db:1", DownReason.TIMED_OUT), true));
        assertThat(recent.latest()).containsExactly(RecentResults.UNKNOWN);
    }

    @Test
    void recentResults_keepTheLastTwentyInOrder() {
        RecentResults recent = new RecentResults();
        assertThat(recent.latest()).isEmpty();
        recent.add(checked(Results.down("db:1", DownReason.REFUSED), false));
        recent.add(checked(Results.unknown("db:1", UnknownReason.SATURATED, null), false));
        recent.add(checked(Results.up("db:1", 214_999), false));
        assertThat(recent.latest()).containsExactly(RecentResults.DOWN, RecentResults.UNKNOWN, 214);
        for (int i = 1; i <= 19; i++) {
            recent.add(checked(Results.up("db:1", i * 1_000_000L), false));
        }
        assertThat(recent.latest())
                .hasSize(RecentResults.CAPACITY)
                .startsWith(214, 1_000, 2_000)
                .endsWith(19_000);
        recent.add(checked(Results.up("db:1", Long.MAX_VALUE / 2), false));
        assertThat(recent.latest()).startsWith(1_000).endsWith(19_000, Integer.MAX_VALUE);
    }
}
