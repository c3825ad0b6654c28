package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.testing.TestMonitor;
import org.junit.jupiter.api.Test;

class PrimaryMonitorTest {
    private final TestApplication application = new TestApplication();
    private final TestMonitor primary = TestMonitor.create();
    private final TestMonitor other = TestMonitor.create();

    @Test
    void primaryMonitor_isTheOneThatGetsTheTargets() {
        application
                .runner
                .withBean("other", Monitor.class, other::monitor)
                .withBean("primary", Monitor.class, primary::monitor, definition -> definition.setPrimary(true))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(primary.monitor().targets()).containsExactly("db:5432");
                    assertThat(other.monitor().targets()).isEmpty();
                });
    }
}
