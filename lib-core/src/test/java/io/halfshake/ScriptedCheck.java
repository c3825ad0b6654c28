package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/** Checks by a scripted engine, after which nothing may be left. */
abstract class ScriptedCheck {
    static final Duration TIMEOUT = Duration.ofMillis(500);

    final CheckerRig rig = new CheckerRig();
    final ScriptedEngine engine = rig.engine;

    @AfterEach
    final void nothingIsLeft() {
        assertThat(rig.timers()).as("timers left").isZero();
        assertThat(rig.checker().stats().inFlight()).as("slots held").isZero();
        assertThat(rig.checker().stats().queued()).as("checks queued").isZero();
        assertThat(rig.checker().spareSockets.taken()).as("spare sockets held").isZero();
        assertThat(rig.checker().spareSockets.waiting())
                .as("checks that wait for a spare socket")
                .isZero();
        rig.close();
        assertThat(engine.closed).isTrue();
    }

    static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    static UnknownReason unknownReason(CheckResult result) {
        assertThat(result).isInstanceOf(CheckResult.Unknown.class);
        return ((CheckResult.Unknown) result).reason();
    }

    static DownReason downReason(CheckResult result) {
        assertThat(result).isInstanceOf(CheckResult.Down.class);
        return ((CheckResult.Down) result).reason();
    }
}
