package io.halfshake.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlarmTest {
    @Test
    void databaseDown_causesATransition() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();
        test.monitor().add("db:5432"); // as the code under test does, which gets the monitor

        test.advance(Duration.ofSeconds(1));

        assertThat(test.transitions()).extracting(Transition::target).containsExactly("db:5432");
        assertThat(test.status("db:5432").state()).isEqualTo(TargetState.DOWN);
    }
}
