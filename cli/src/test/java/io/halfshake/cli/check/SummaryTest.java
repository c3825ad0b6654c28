package io.halfshake.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.DownReason;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private final ResultCounts counts = new ResultCounts();
    private final RoundTrips roundTrips = new RoundTrips();
    private EngineReport engine = new EngineReport("half-open", Handshake.HALF, 1_000, List.of(), false, null);
    private long completed;

    private void add(CheckResult result) {
        counts.add(result);
        if (result instanceof CheckResult.Up up) {
            roundTrips.add(up.timing().roundTripNanos());
        }
    }

    private String summary() {
        return Summary.of(counts, roundTrips, 0, 2_000_000_000L, true, engine, completed);
    }

    @Test
    void summary_countsByStateAndReason() {
        for (int i = 0; i < 1_500; i++) {
            add(Results.up("up:1", 100_000));
        }
        add(Results.down("down:1", DownReason.TIMED_OUT));
        add(Results.down("down:1", DownReason.REFUSED));
        add(Results.down("down:1", DownReason.TIMED_OUT));
        add(Results.unknown("unknown:1", UnknownReason.NO_DESCRIPTORS, null));
        assertThat(summary()).isEqualTo("""
                        checks      1,504 in 2.000 s, 752/s
                        up          1,500
                        down        3 (1 refused, 2 timed out)
                        unknown     1 (1 no descriptors)
                        round trip  min 0.100 ms, p50 0.100 ms, p90 0.100 ms, p99 0.100 ms, max 0.100 ms
                        engine      half-open, half handshake
                        """);
    }

    @Test
    void roundTrips_giveTheirPercentiles() {
        for (int i = 1; i <= 1_000; i++) {
            add(Results.up("up:1", i * 10_000L));
        }
        assertThat(roundTrips.min()).isEqualTo(10_000);
        assertThat(roundTrips.max()).isEqualTo(10_000_000);
        assertThat(roundTrips.percentile(50)).isBetween(4_995_000L, 5_005_000L);
        assertThat(roundTrips.percentile(90)).isBetween(8_991_000L, 9_009_000L);
        assertThat(roundTrips.percentile(99)).isBetween(9_890_000L, 9_910_000L);
        assertThat(roundTrips.percentile(100)).isEqualTo(10_000_000);
    }

    @Test
    void summaryWithoutAnswers_hasNoRoundTrips() {
        add(Results.down("down:1", DownReason.REFUSED));
        assertThat(summary()).doesNotContain("round trip");
    }

    @Test
    void roundTrips_acceptTheLongestDuration() {
        roundTrips.add(Long.MAX_VALUE);
        assertThat(roundTrips.max()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void summary_showsTheNumberOfCompletedHandshakes() {
        completed = 1_234;
        assertThat(summary())
                .contains("\ncompleted   1,234 handshakes, or possibly completed: this process was paused\n");
    }

    @Test
    void summary_showsTheEngineAndTheOnesPassedOver() {
        List<EngineReport.PassedOver> passedOver =
                List.of(new EngineReport.PassedOver("half-open", "no library for this processor"));
        engine = new EngineReport("connect", Handshake.FULL, 512, passedOver, false, null);
        assertThat(summary())
                .contains("\nengine      connect, full handshake\n")
                .contains("\nnot used    half-open: no library for this processor\n")
                .doesNotContain("may have been completed");
    }

    @Test
    void summary_marksAnInterruptedRun() {
        assertThat(Summary.of(counts, roundTrips, 2, 500_000_000, false, engine, completed))
                .startsWith("checks      0 in 0.500 s, 0.0/s, interrupted\n")
                .contains("\nskipped     2 invalid lines\n");
    }
}
