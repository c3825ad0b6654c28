package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** A target that one monitor releases and another adopts, on virtual time by two clocks. */
final class TargetMove {
    static final String TARGET = "db:1";

    /** With a check every 5 s, or every second in doubt. */
    final ScriptedMonitor old = ScriptedMonitor.create();

    final ScriptedMonitor next = ScriptedMonitor.create();

    static Duration seconds(long count) {
        return Duration.ofSeconds(count);
    }

    static Instant at(long seconds) {
        return ScriptedMonitor.BEGINNING.plusSeconds(seconds);
    }

    static TargetCheckpoint release(ScriptedMonitor from) {
        return Objects.requireNonNull(from.monitor().release(TARGET));
    }

    static void adopt(ScriptedMonitor by, TargetCheckpoint checkpoint) {
        by.monitor().adopt(checkpoint, TargetSettings.inherited());
    }

    /** By clocks that agree: after a gap. */
    static TargetCheckpoint move(ScriptedMonitor from, ScriptedMonitor to, Duration gap) {
        TargetCheckpoint checkpoint = release(from);
        to.advance(from.now().plus(gap).minus(to.now()));
        adopt(to, checkpoint);
        return checkpoint;
    }

    TargetCheckpoint move(Duration gap) {
        return move(old, next, gap);
    }

    static Instant check(ScriptedMonitor rig, int number) {
        return ScriptedMonitor.BEGINNING.plus(rig.checks().get(number).at());
    }

    Instant firstCheck() {
        return check(next, 0);
    }

    OutageHistory history() {
        return next.status(TARGET).outageHistory();
    }

    Outage outage() {
        assertThat(history().outages()).hasSize(1);
        return history().outages().get(0);
    }

    /** Up at 0, 5 and 10 s. */
    void upAt12() {
        old.watch(TARGET).up();
        old.advance(seconds(12));
    }

    /** Up at 0 s, refused at 5, 6, 7, 12 and 17 s. */
    void downAt20() {
        old.watch(TARGET).up().refused();
        old.advance(seconds(20));
    }
}
