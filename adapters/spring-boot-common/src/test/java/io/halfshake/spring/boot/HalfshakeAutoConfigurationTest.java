package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.CheckerBuilder;
import io.halfshake.EngineReport;
import io.halfshake.EngineReport.PassedOver;
import io.halfshake.EngineUnavailableException;
import io.halfshake.Handshake;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorBuilder;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineProvider;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spring.boot.HalfshakeProperties.HealthProperties;
import io.halfshake.spring.boot.HalfshakeProperties.MetricsProperties;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.RecordedCheck;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HalfshakeAutoConfigurationTest {
    private static final int LIMIT_SECONDS = 60;

    private final FakeChecker fake = FakeChecker.create();
    private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
    private final ApplicationContextRunner withoutChecker =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HalfshakeAutoConfiguration.class));
    private final ApplicationContextRunner runner =
            withoutChecker.withBean(Checker.class, () -> fake).withBean(MonitorListener.class, () -> transitions::add);

    private Transition nextTransition() {
        try {
            Transition next = transitions.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no transition for " + LIMIT_SECONDS + " s");
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void checkerOfTheApplication_isTheOnlyOne() {
        runner.run(context -> assertThat(context).getBean(Checker.class).isSameAs(fake));
    }

    @Test
    void primaryChecker_isMonitoredWith() {
        fake.on("db:5432").up();

        withoutChecker
                .withBean("own", Checker.class, BareChecker::create)
                .withBean("fake", Checker.class, () -> fake, definition -> definition.setPrimary(true))
                .withBean(MonitorListener.class, () -> transitions::add)
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> assertThat(nextTransition().to()).isEqualTo(TargetState.UP));
    }

    @Test
    void mockThatWasToldNothing_isACheckerThatKnowsNothing() {
        BlockingQueue<TargetResult> results = new LinkedBlockingQueue<>();
        MonitorListener listener = new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {}

            @Override
            public void onResult(TargetResult result) {
                results.add(result);
            }
        };

        withoutChecker
                .withBean(Checker.class, BareChecker::create)
                .withBean(MonitorListener.class, () -> listener)
                .withPropertyValues("halfshake.require-half-open=true", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    TargetResult first = results.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
                    assertThat(first).isNotNull();
                    assertThat(Objects.requireNonNull(first).state()).isEqualTo(TargetState.UNKNOWN);
                });
    }

    @Test
    void targets_areMonitoredWithTheirSettings() {
        fake.on("db:5432").refused();

        runner.withPropertyValues(
                        "halfshake.timeout=200ms",
                        "halfshake.targets[0].target=db:5432",
                        "halfshake.targets[0].timeout=300ms")
                .run(context -> {
                    Transition transition = nextTransition();

                    assertThat(transition.target()).isEqualTo("db:5432");
                    assertThat(transition.to()).isEqualTo(TargetState.DOWN);
                    assertThat(fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(300))
                            .doesNotContain(Duration.ofMillis(200));
                });
    }

    @Test
    void settings_areThoseOfTargetsWithoutTheirOwn() {
        fake.on("db:5432").up();

        runner.withPropertyValues("halfshake.timeout=200ms", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(nextTransition().to()).isEqualTo(TargetState.UP);
                    assertThat(fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(200));
                });
    }

    @Test
    void customizer_isAppliedAfterTheProperties() {
        fake.on("db:5432").up();
        HalfshakeCustomizer customizer = new HalfshakeCustomizer() {
            @Override
            public void customizeMonitor(MonitorBuilder builder) {
                builder.timeout(Duration.ofMillis(400));
            }
        };

        runner.withBean(HalfshakeCustomizer.class, () -> customizer)
                .withPropertyValues("halfshake.timeout=200ms", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(nextTransition().to()).isEqualTo(TargetState.UP);
                    assertThat(fake.recordedChecks())
                            .extracting(RecordedCheck::timeout)
                            .contains(Duration.ofMillis(400));
                });
    }

    @Test
    void monitorOfTheApplication_getsTargetsAndListeners() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();

        runner.withBean(Monitor.class, test::monitor)
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).getBean(Monitor.class).isSameAs(test.monitor());

                    test.advance(Duration.ofSeconds(1));

                    assertThat(transitions).extracting(Transition::target).containsExactly("db:5432");
                });
    }

    @Test
    void targetThatTheMonitorHasAlready_isNotAddedAgain() {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").up();

        runner.withBean(Monitor.class, test::monitor)
                .withPropertyValues("halfshake.targets[0].target=db:5432", "halfshake.targets[1].target=cache:6379")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(test.monitor().targets()).containsExactly("db:5432", "cache:6379");
                });
    }

    @Test
    void lazyApplication_monitorsAllTheSame() {
        fake.on("db:5432").up();

        runner.withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> assertThat(nextTransition().to()).isEqualTo(TargetState.UP));
    }

    @Test
    void closedContext_leavesNoListenerToAMonitorThatGoesOn() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").up().refused();

        runner.withBean(Monitor.class, test::monitor, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    test.advance(Duration.ofSeconds(1));
                    assertThat(transitions).hasSize(1);
                });
        test.advance(Duration.ofMinutes(1));

        assertThat(test.transitions()).hasSizeGreaterThan(1);
        assertThat(transitions).hasSize(1);
    }

    @Test
    void closedContext_deliversWhatIsOnItsWay() {
        BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        AtomicReference<Runnable> first = new AtomicReference<>();
        fake.on("db:5432").up();

        runner.withBean(HalfshakeCustomizer.class, () -> new HalfshakeCustomizer() {
                    @Override
                    public void customizeMonitor(MonitorBuilder builder) {
                        builder.callbackExecutor(tasks::add);
                    }
                })
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> first.set(tasks.poll(LIMIT_SECONDS, TimeUnit.SECONDS)));
        Objects.requireNonNull(first.get()).run();

        assertThat(transitions).hasSize(1);
    }

    /** A bean that needs the monitor is destroyed before it. */
    @Test
    void monitor_isClosedBeforeListenersAreDestroyed() {
        AtomicReference<String> monitor = new AtomicReference<>();

        withoutChecker
                .withBean(Checker.class, () -> fake)
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

        runner.withBean(Monitor.class, test::monitor, definition -> definition.setDestroyMethodName(""))
                .withPropertyValues("halfshake.targets[0].target=db")
                .run(context -> assertThat(context).hasFailed());
        test.watch("cache:6379").up();
        test.advance(Duration.ofSeconds(1));

        assertThat(test.transitions()).hasSize(1);
        assertThat(transitions).isEmpty();
    }

    @Test
    void targetsOfTheApplication_areTheOnlyOnes() {
        TestMonitor test = TestMonitor.create();
        HalfshakeTargets own = HalfshakeTargets.of(List.of(), test.monitor(), false);

        runner.withBean(HalfshakeTargets.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(HalfshakeTargets.class).isSameAs(own));
    }

    @Test
    void settings_areTheLibrarysWithoutProperties() {
        HalfshakeProperties properties = new HalfshakeProperties(
                false, null, null, null, null, List.of(), new HealthProperties(false, 100), new MetricsProperties(0));
        TestMonitor test =
                TestMonitor.create(builder -> ConfiguredSettings.apply(properties, builder.startSpread(Duration.ZERO)));
        test.watch("db:5432").up().refused().refused().refused().up();
        List<Integer> checksAtTransitions = new ArrayList<>();
        for (int i = 0; i < 600 && checksAtTransitions.size() < 3; i++) {
            test.advance(Duration.ofMillis(100));
            if (test.transitions().size() > checksAtTransitions.size()) {
                checksAtTransitions.add(test.checker().recordedChecks().size());
            }
        }

        // Up; three refused; two up.
        assertThat(checksAtTransitions).containsExactly(1, 4, 6);
        int before = test.checker().recordedChecks().size();
        test.advance(Duration.ofMinutes(10));
        // Every 5 s, give or take the jitter.
        assertThat(test.checker().recordedChecks().size() - before).isBetween(110, 130);
        assertThat(test.checker().recordedChecks())
                .extracting(RecordedCheck::timeout)
                .containsOnly(Duration.ofSeconds(1));
    }

    @Test
    void closedContext_hasClosedCheckerAndMonitor() {
        AtomicReference<@Nullable Monitor> monitor = new AtomicReference<>();

        runner.run(context -> monitor.set(context.getBean(Monitor.class)));

        Monitor closed = Objects.requireNonNull(monitor.get());
        assertThatThrownBy(() -> closed.add("db:5432")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> fake.checkAddr("db:5432", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    @Test
    void requiredHalfOpen_failsTheStartWhereHandshakesAreCompleted() {
        withoutChecker
                .withBean(HalfshakeCustomizer.class, FullHandshakes::new)
                .withPropertyValues("halfshake.require-half-open=true")
                .run(context -> {
                    assertThat(context).hasFailed();
                    Throwable failure = Objects.requireNonNull(context.getStartupFailure());
                    assertThat(failure).hasRootCauseInstanceOf(EngineUnavailableException.class);

                    FailureAnalysis analysis =
                            Objects.requireNonNull(new EngineUnavailableFailureAnalyzer().analyze(failure));

                    assertThat(analysis.getDescription()).contains("engine: full", "half handshakes");
                    assertThat(analysis.getAction()).contains("halfshake.require-half-open");
                });
    }

    @Test
    void requiredHalfOpen_failsTheStartWhereTheCheckerOfTheApplicationCompletesHandshakes() {
        EngineReport full =
                new EngineReport("full", Handshake.FULL, 1, List.of(new PassedOver("half-open", "musl")), false, null);

        withoutChecker
                .withBean(Checker.class, () -> BareChecker.withEngine(full))
                .withPropertyValues("halfshake.require-half-open=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidPropertyException.class)
                        .hasMessage("halfshake.require-half-open: true (expected false, or a Checker bean that makes"
                                + " half handshakes; the one there is has the engine full (full handshake);"
                                + " half-open is not available: musl)"));
        withoutChecker
                .withBean(Checker.class, () -> BareChecker.withEngine(full))
                .run(context -> assertThat(context).hasNotFailed());
        runner.withPropertyValues("halfshake.require-half-open=true")
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** Uses an engine that works and makes full handshakes. */
    private static final class FullHandshakes implements HalfshakeCustomizer, EngineProvider {
        @Override
        public void customizeChecker(CheckerBuilder builder) {
            builder.engine(this);
        }

        @Override
        public String name() {
            return "full";
        }

        @Override
        public String description() {
            return "full handshakes";
        }

        @Override
        public int preference() {
            return 0;
        }

        @Override
        public EngineAvailability availability() {
            return EngineAvailability.available(Handshake.FULL, List.of());
        }

        @Override
        public Engine open(EngineSettings settings) {
            throw new IllegalStateException("open (expected not to be called)");
        }
    }
}
