package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.TestMonitor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;

class HalfshakeAutoConfigurationTest {
    private final TestApplication application = new TestApplication();

    @Test
    void checkerOfTheApplication_isTheOnlyOne() {
        application.runner.run(
                context -> assertThat(context).getBean(Checker.class).isSameAs(application.fake));
    }

    @Test
    void primaryChecker_isMonitoredWith() {
        application.fake.on("db:5432").up();

        application
                .withoutChecker
                .withBean("own", Checker.class, BareChecker::create)
                .withBean("fake", Checker.class, () -> application.fake, definition -> definition.setPrimary(true))
                .withBean(MonitorListener.class, () -> application.transitions::add)
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> assertThat(application.nextTransition().to()).isEqualTo(TargetState.UP));
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

        application
                .withoutChecker
                .withBean(Checker.class, BareChecker::create)
                .withBean(MonitorListener.class, () -> listener)
                .withPropertyValues("halfshake.require-half-open=true", "halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    TargetResult first = results.poll(TestApplication.LIMIT_SECONDS, TimeUnit.SECONDS);
                    assertThat(first).isNotNull();
                    assertThat(Objects.requireNonNull(first).state()).isEqualTo(TargetState.UNKNOWN);
                });
    }

    @Test
    void monitorOfTheApplication_getsTargetsAndListeners() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();

        application
                .runner
                .withBean(Monitor.class, test::monitor)
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> {
                    assertThat(context).getBean(Monitor.class).isSameAs(test.monitor());

                    test.advance(Duration.ofSeconds(1));

                    assertThat(application.transitions)
                            .extracting(Transition::target)
                            .containsExactly("db:5432");
                });
    }

    @Test
    void targetThatTheMonitorHasAlready_isNotAddedAgain() {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").up();

        application
                .runner
                .withBean(Monitor.class, test::monitor)
                .withPropertyValues("halfshake.targets[0].target=db:5432", "halfshake.targets[1].target=cache:6379")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(test.monitor().targets()).containsExactly("db:5432", "cache:6379");
                });
    }

    @Test
    void lazyApplication_monitorsAllTheSame() {
        application.fake.on("db:5432").up();

        application
                .runner
                .withInitializer(context ->
                        context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
                .withPropertyValues("halfshake.targets[0].target=db:5432")
                .run(context -> assertThat(application.nextTransition().to()).isEqualTo(TargetState.UP));
    }

    @Test
    void targetsOfTheApplication_areTheOnlyOnes() {
        TestMonitor test = TestMonitor.create();
        HalfshakeTargets own = HalfshakeTargets.of(List.of(), test.monitor(), false);

        application
                .runner
                .withBean(HalfshakeTargets.class, () -> own)
                .run(context ->
                        assertThat(context).getBean(HalfshakeTargets.class).isSameAs(own));
    }
}
