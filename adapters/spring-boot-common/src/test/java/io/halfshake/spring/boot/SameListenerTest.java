package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A listener that is a bean, and that the application has given a monitor as well. */
class SameListenerTest {
    private final List<Transition> transitions = new CopyOnWriteArrayList<>();
    private final MonitorListener listener = transitions::add;
    private final TestApplication application = new TestApplication();

    @Test
    void listenerThatTheMonitorHasAlready_isToldOnce_andStays() {
        TestMonitor test = TestMonitor.create(monitor -> monitor.listener(listener));
        test.checker().on("db:5432").refused();
        test.checker().on("later:80").refused();

        application
                .runner
                .withBean("same", MonitorListener.class, () -> listener)
                .withBean(Monitor.class, test::monitor, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    test.advance(Duration.ofSeconds(1));

                    assertThat(transitions).extracting(Transition::target).containsExactly("db:5432");
                });
        test.monitor().add("later:80");
        test.advance(Duration.ofMinutes(1));
        assertThat(transitions).extracting(Transition::target).containsExactly("db:5432", "later:80");
    }

    @Test
    void listenerThatACustomizerAdds_isToldOnce() {
        application.fake.on("db:5432").up();

        application
                .runner
                .withBean("same", MonitorListener.class, () -> listener)
                .withBean(HalfshakeCustomizer.class, () -> new HalfshakeCustomizer() {
                    @Override
                    public void customizeMonitor(MonitorBuilder builder) {
                        builder.listener(listener);
                    }
                })
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> assertThat(application.nextTransition().to()).isEqualTo(TargetState.UP));
        // The end of the context has delivered what waited.
        assertThat(transitions).hasSize(1);
    }
}
