package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;

class ContextEndTest {
    private final TestApplication application = new TestApplication();

    @Test
    void closedContext_leavesNoListenerToAMonitorThatGoesOn() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").up().refused();

        application
                .runner
                .withBean(Monitor.class, test::monitor, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    test.advance(Duration.ofSeconds(1));
                    assertThat(application.transitions).hasSize(1);
                });
        test.advance(Duration.ofMinutes(1));

        assertThat(test.transitions()).hasSizeGreaterThan(1);
        assertThat(application.transitions).hasSize(1);
    }

    @Test
    void closedContext_deliversWhatIsOnItsWay() {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        AtomicReference<Runnable> first = new AtomicReference<>();
        application.fake.on("db:5432").up();

        application
                .runner
                .withBean(HalfshakeCustomizer.class, () -> new HalfshakeCustomizer() {
                    @Override
                    public void customizeMonitor(MonitorBuilder builder) {
                        builder.callbackExecutor(tasks::add);
                    }
                })
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> first.set(tasks.poll(TestApplication.LIMIT_SECONDS, TimeUnit.SECONDS)));
        Objects.requireNonNull(first.get()).run();

        assertThat(application.transitions).hasSize(1);
    }

    /** A bean that needs the monitor is destroyed before it. */
    @Test
    void monitor_isClosedBeforeListenersAreDestroyed() {
        AtomicReference<String> monitor = new AtomicReference<>();

        application
                .withoutChecker
                .withBean(Checker.class, () -> application.fake)
                .withBean(ListenerWithMonitor.class, monitor)
                .run(context -> assertThat(context).hasNotFailed());

        assertThat(monitor.get()).isEqualTo("closed");
    }

    static final class ListenerWithMonitor implements MonitorListener, DisposableBean {
        private final AtomicReference<String> seen;
        private final Monitor monitor;

        ListenerWithMonitor(AtomicReference<String> seen, Monitor monitor) {
            this.seen = seen;
            this.monitor = monitor;
        }

        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void destroy() {
            try {
                monitor.add("cache:6379");
                seen.set("open");
            } catch (IllegalStateException e) {
                seen.set("closed");
            }
        }
    }

    @Test
    void failedStart_leavesNoListenerToAMonitorThatGoesOn() {
        TestMonitor test = TestMonitor.create();

        application
                .runner
                .withBean(Monitor.class, test::monitor, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("halfshake.targets[0].target=db")
                .run(context -> assertThat(context).hasFailed());
        test.watch("cache:6379").up();
        test.advance(Duration.ofSeconds(1));

        assertThat(test.transitions()).hasSize(1);
        assertThat(application.transitions).isEmpty();
    }

    @Test
    void closedContext_hasClosedCheckerAndMonitor() {
        AtomicReference<@Nullable Monitor> monitor = new AtomicReference<>();

        application.runner.run(context -> monitor.set(context.getBean(Monitor.class)));

        Monitor closed = Objects.requireNonNull(monitor.get());
        assertThatThrownBy(() -> closed.add("db:5432")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> application.fake.checkAddr("db:5432", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }
}
