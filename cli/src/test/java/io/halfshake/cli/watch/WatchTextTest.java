package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import io.halfshake.cli.Results;
import io.halfshake.cli.terminal.Symbols;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTextTest {
    private static final ZoneId ZONE = ZoneId.of("+05:30");

    private final WatchText text = new WatchText(ZONE, false, Symbols.ASCII);

    private static List<Transition> transitions() {
        TestMonitor rig = TestMonitor.create(
                builder -> builder.interval(Duration.ofSeconds(1)).rise(1).fall(1));
        rig.watch("192.0.2.7:1").up(Duration.ofMillis(2)).refused().times(31).up(Duration.ofMillis(2));
        rig.advance(Duration.ofMinutes(1));
        return rig.transitions();
    }

    @Test
    void transition_isALineWithItsTimeAndEvidence() {
        List<Transition> transitions = transitions();
        assertThat(text.transition(transitions.get(0), null))
                .isEqualTo("2000-01-01T05:30:00.002+05:30  unknown -> up    192.0.2.7:1 is up: answered in 2.00 ms\n");
        assertThat(text.transition(transitions.get(1), null))
                .startsWith("2000-01-01T05:30:01.000+05:30  up -> down       192.0.2.7:1 is down: refused");
    }

    @Test
    void recovery_showsTheLengthOfTheOutage() {
        List<Transition> transitions = transitions();
        assertThat(text.transition(transitions.get(2), OutageLength.between(transitions.get(1), transitions.get(2))))
                .isEqualTo("2000-01-01T05:30:32.002+05:30  down -> up       192.0.2.7:1 is up: answered in 2.00 ms;"
                        + " was down for 30.000 s to 32.002 s\n");
    }

    @Test
    void unknownResult_isALine() {
        CheckResult.Unknown result =
                (CheckResult.Unknown) Results.unknown("db:1", UnknownReason.UNRESOLVED, new IOException("\u001b[2J"));
        assertThat(text.unknown(Instant.parse("2000-01-01T00:00:00Z"), result))
                .startsWith("2000-01-01T05:30:00.000+05:30  unknown          db:1 is unknown: unresolved, \\u001b[2J");
    }

    @Test
    void newState_isColouredOnATerminal() {
        assertThat(new WatchText(ZONE, true, Symbols.ASCII)
                        .transition(transitions().get(1), null))
                .contains("  up -> \u001b[31mdown\u001b[0m       192.0.2.7:1 is down");
    }
}
