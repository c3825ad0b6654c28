package io.halfshake.testing.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.State;
import io.halfshake.testing.MonitorRig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MonitorTest {
    @Test
    void threeRefusalsFlipIt() {
        MonitorRig rig = MonitorRig.create();
        rig.watch("db:5432").up().refused();
        rig.advance(Duration.ofSeconds(7));

        assertThat(rig.status("db:5432").state()).isEqualTo(State.DOWN);
    }
}
