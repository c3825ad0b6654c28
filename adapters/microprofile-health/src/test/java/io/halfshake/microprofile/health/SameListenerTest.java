package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;

/** A listener that is a bean, and that the application has given its own monitor as well. */
class SameListenerTest {
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final MonitorListener listener = transitions::add;
    private final TestMonitor test = TestMonitor.create(monitor -> monitor.listener(listener));

    @Test
    void listenerThatTheMonitorHasAlready_isToldOnce_andStays() {
        test.checker().on("db:5432").refused();
        test.checker().on("later:80").refused();

        try (WeldContainer container = Application.with(FakeChecker.create())
                .with(test.monitor())
                .with(listener)
                .start("halfshake.targets[0].target=db:5432")) {
            assertThat(container.isRunning()).isTrue();
            test.advance(Duration.ofSeconds(1));

            assertThat(transitions).extracting(Transition::target).containsExactly("db:5432");
        }
        test.monitor().add("later:80");
        test.advance(Duration.ofMinutes(1));
        assertThat(transitions).extracting(Transition::target).containsExactly("db:5432", "later:80");
    }
}
