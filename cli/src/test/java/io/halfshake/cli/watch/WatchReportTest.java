package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.testing.FakeScript;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class WatchReportTest {
    private static final ZoneId ZONE = ZoneId.of("+01:00");

    private final TestMonitor rig = TestMonitor.create(builder -> builder.interval(Duration.ofSeconds(1))
            .timeout(Duration.ofMillis(500))
            .rise(1)
            .fall(1));

    private FakeScript db() {
        return rig.watch("db:1");
    }

    private WatchFindings findings(long badLines) {
        return new WatchFindings(rig.monitor().snapshot(), rig.checker().engine(), badLines);
    }

    private String report() {
        return WatchReport.of(findings(0), ZONE, Symbols.ASCII);
    }

    @Test
    void outage_isShownWithItsBounds() {
        db().up(Duration.ofMillis(2)).times(5).refused().times(31).up(Duration.ofMillis(2));
        rig.advance(Duration.ofMillis(99_500));
        assertThat(report()).isEqualTo("""
                        db:1  up; available 67.837% to 69.849% of 1 m 39.500 s
                          checks      100: 69 up, 31 down (31 refused), 0 unknown; 31.00% lost
                          round trip  p50 2.032 ms, p99 2.032 ms, max 2.032 ms
                          outage      from 2000-01-01 01:00:04.500 (+/-0.500 s) to 01:00:35.501 (+/-0.501 s): 30.000 s to 32.002 s, refused

                        engine        fake, half handshake
                        """);
    }

    @Test
    void ongoingOutageWithUnobservedStart_isShownAsOpen() {
        db().timesOut();
        rig.advance(Duration.ofMillis(9_600));
        assertThat(report())
                .contains("db:1  down; available ")
                .contains(
                        "  outage      from before 2000-01-01 01:00:00.500, still down: 8.500 s or more, timed out\n");
    }

    @Test
    void outageEndOnAnotherDay_hasItsDate() {
        db().up().times(60).refused().times(120).up();
        rig.stall(Duration.ofHours(23).minusMinutes(2));
        rig.advance(Duration.ofMinutes(5));
        assertThat(report()).containsPattern(" \\(\\+/-.*\\) to 2000-01-02 00:0.* \\(\\+/-");
    }

    @Test
    void percentBelowOne_isNeverShownAsAHundred() {
        db().up();
        rig.advance(Duration.ofSeconds(10));
        assertThat(report()).startsWith("db:1  up; available 100.000% of 10.000 s\n");
        assertThat(WatchReport.percent(0.999_999_9)).isEqualTo("99.999%");
        assertThat(WatchReport.percent(0.29))
                .as("28,999.999 thousandths, as a double has it")
                .isEqualTo("29.000%");
        assertThat(WatchReport.percent(0)).isEqualTo("0.000%");
    }

    @Test
    void targetWithoutConclusiveChecks_showsTheReason() {
        db().unknown(UnknownReason.UNRESOLVED);
        rig.advance(Duration.ofSeconds(2));
        assertThat(report()).isEqualTo("""
                        db:1  unknown
                          checks      3: 0 up, 0 down, 3 unknown (3 unresolved)
                          last        db:1 is unknown: unresolved after 0 us

                        engine        fake, half handshake
                        """);
    }

    @Test
    void unobservedTime_isShown() {
        db().up();
        rig.advance(Duration.ofSeconds(2));
        rig.stall(Duration.ofSeconds(5));
        rig.advance(Duration.ofSeconds(2));
        assertThat(report()).containsPattern("  unobserved  5\\.\\d{3} s\n");
    }

    @Test
    void manyTargets_areListedOnlyWithAnOutageOrUnknown() {
        for (int port = 1; port <= 30; port++) {
            rig.watch("up:" + port).up();
        }
        rig.watch("down:1").up().refused().up();
        rig.watch("nowhere:1").unknown(UnknownReason.UNRESOLVED);
        rig.advance(Duration.ofSeconds(10));
        String text = WatchReport.of(findings(2), ZONE, Symbols.ASCII);
        assertThat(text)
                .startsWith("down:1  up; available ")
                .contains("\n\nnowhere:1  unknown\n")
                .doesNotContain("up:1 ")
                .endsWith("""
                        targets       32: 31 up, 0 down, 1 unknown; 1 had an outage
                        skipped       2 invalid lines
                        engine        fake, half handshake
                        """);
    }

    @Test
    void exitStatusOfWatch_isTheWorstCertainState() {
        db().up();
        rig.advance(Duration.ofSeconds(2));
        assertThat(findings(0).exitStatus()).isEqualTo(0);
        assertThat(findings(1).exitStatus()).isEqualTo(2);
        rig.watch("nowhere:1").unknown(UnknownReason.UNRESOLVED);
        rig.advance(Duration.ofSeconds(2));
        assertThat(findings(0).exitStatus()).isEqualTo(3);
        rig.watch("db:2").up().refused().up();
        rig.advance(Duration.ofSeconds(5));
        assertThat(findings(0).exitStatus()).isEqualTo(1);
    }
}
