package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.DownReason;
import io.halfshake.cli.Results;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.TimeBounds;
import io.halfshake.monitor.Transition;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopConditionTest {
    private static Transition transition(char target, TargetState from, TargetState to) {
        Instant at = Instant.EPOCH;
        return new Transition(
                target + ":1",
                from,
                to,
                at,
                0,
                Results.down(target + ":1", DownReason.REFUSED),
                new TimeBounds(at, at));
    }

    /** {@code u=a}: a is up at the first look, {@code d=a}: down; later {@code -a}: it goes down, {@code +a}: up. */
    private static StopCondition goal(boolean untilDown, boolean untilUp, String story) {
        StopCondition stopCondition = new StopCondition(untilDown, untilUp);
        for (String event : story.split(" ", -1)) {
            char target = event.charAt(event.length() - 1);
            boolean first = event.charAt(1) == '=';
            TargetState to = event.charAt(0) == '+' || event.charAt(0) == 'u' ? TargetState.UP : TargetState.DOWN;
            TargetState from = first ? TargetState.UNKNOWN : to == TargetState.UP ? TargetState.DOWN : TargetState.UP;
            stopCondition.apply(transition(target, from, to));
        }
        return stopCondition;
    }

    @ParameterizedTest
    @CsvSource({
        "u=a, false",
        "d=a, true",
        "u=a -a, true",
        "u=a u=b -b, true",
        "u=a -a +a, true",
    })
    void untilDown_isMetOnceATargetIsDown(String story, boolean met) {
        assertThat(goal(true, false, story).isMet()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "u=a, false",
        "u=a -a, false",
        "u=a -a +a, true",
        "d=a, false",
        "d=a +a, true",
        "u=a u=b -a -b +a, false",
        "u=a u=b -a -b +a +b, true",
        "u=a d=b -a +a, false",
    })
    void untilUp_isMetAfterAnOutageOnceNoTargetIsDown(String story, boolean met) {
        assertThat(goal(false, true, story).isMet()).isEqualTo(met);
    }

    @ParameterizedTest
    @CsvSource({
        "u=a -a, false",
        "u=a -a +a, true",
        "d=a +a, false",
        "d=a +a -a, false",
        "d=a +a -a +a, true",
        "d=a u=b -b +b, false",
        "d=a u=b -b +b +a, true",
    })
    void untilDownAndUp_needAnOutageWithObservedStart(String story, boolean met) {
        assertThat(goal(true, true, story).isMet()).isEqualTo(met);
    }

    @Test
    void noStopCondition_isNeverMet() {
        assertThat(goal(false, false, "d=a +a -a +a").isMet()).isFalse();
    }
}
