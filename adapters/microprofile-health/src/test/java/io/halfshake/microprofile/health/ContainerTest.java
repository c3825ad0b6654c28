package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.RecordedCheck;
import io.halfshake.testing.TestMonitor;
import io.smallrye.health.api.Wellness;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.jboss.weld.environment.se.WeldContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Applications in a CDI container, with a checker or a monitor of their own, so that nothing opens a socket. */
class ContainerTest {
    private static final int LIMIT_SECONDS = 60;
    private static final int REQUESTS = 20;

    private final FakeChecker fake = FakeChecker.create();
    private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
    private final MonitorListener listener = transitions::add;

    private Transition nextTransition() throws InterruptedException {
        Transition next = transitions.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no transition for " + LIMIT_SECONDS + " s");
        }
        return next;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HealthCheckResponse only(WeldContainer container, Annotation qualifier) {
        return container.select(HealthCheck.class, qualifier).get().call();
    }

    @Test
    void checkerOfTheApplication_isTheOnlyOne() {
        try (WeldContainer container = Application.with(fake).start()) {
            assertThat(container.select(Checker.class).get()).isSameAs(fake);
        }
    }

    @Test
    void targets_areMonitoredFromTheStartWithTheirSettings() throws InterruptedException {
        fake.on("db:5432").refused();

        try (WeldContainer container = Application.with(fake)
                .with(listener)
                .start(
                        "halfshake.timeout=200ms",
                        "halfshake.targets[0].target=db:5432",
                        "halfshake.targets[0].timeout=300ms")) {
            assertThat(container.isRunning()).isTrue();
            Transition transition = nextTransition();

            assertThat(transition.target()).isEqualTo("db:5432");
            assertThat(transition.to()).isEqualTo(TargetState.DOWN);
            assertThat(fake.recordedChecks())
                    .extracting(RecordedCheck::timeout)
                    .contains(Duration.ofMillis(300))
                    .doesNotContain(Duration.ofMillis(200));
        }
    }

    @Test
    void settings_areThoseOfTargetsWithoutTheirOwn() throws InterruptedException {
        fake.on("db:5432").up();

        try (WeldContainer container = Application.with(fake)
                .with(listener)
                .start("halfshake.timeout=200ms", "halfshake.targets[0].target=db:5432")) {
            assertThat(container.isRunning()).isTrue();
            assertThat(nextTransition().to()).isEqualTo(TargetState.UP);
            assertThat(fake.recordedChecks()).extracting(RecordedCheck::timeout).contains(Duration.ofMillis(200));
        }
    }

    @Test
    void monitorOfTheApplication_getsTargetsAndListeners() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();

        try (WeldContainer container = Application.with(fake)
                .with(test.monitor())
                .with(listener)
                .start("halfshake.targets[0].target=db:5432")) {
            assertThat(container.select(Monitor.class).get()).isSameAs(test.monitor());

            test.advance(Duration.ofSeconds(1));

            assertThat(transitions).extracting(Transition::target).containsExactly("db:5432");
        }
        // Its owner closes it.
        test.watch("late:1").refused();
        test.advance(Duration.ofMinutes(1));
        assertThat(test.status("late:1").state()).isEqualTo(TargetState.DOWN);
        assertThat(transitions).extracting(Transition::target).containsExactly("db:5432");
    }

    @Test
    void requestBeforeTheStart_isAnsweredWithoutTargetsAndBeginsNothing() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();

        try (WeldContainer container = Application.with(fake)
                .with(test.monitor())
                .with(listener)
                .with(EarlyRequest.class)
                .start("halfshake.targets[0].target=db:5432", "halfshake.health.readiness=db:5432")) {
            List<HealthCheckResponse> early =
                    container.select(EarlyRequest.class).get().responses();
            assertThat(early).extracting(HealthCheckResponse::getStatus).containsExactly(Status.UP, Status.UP);
            assertThat(early)
                    .extracting(response -> response.getData().isPresent())
                    .containsExactly(false, false);

            test.advance(Duration.ofSeconds(1));

            assertThat(transitions).hasSize(1);
            assertThat(only(container, Readiness.Literal.INSTANCE).getStatus()).isEqualTo(Status.DOWN);
        }
    }

    @Test
    void requests_makeNoCheck() {
        TestMonitor test = TestMonitor.create();
        test.checker().otherwise().timesOut();
        fake.otherwise().timesOut();

        try (WeldContainer container = Application.with(fake)
                .with(test.monitor())
                .start("halfshake.targets[0].target=db:5432", "halfshake.health.readiness=db:5432")) {
            test.advance(Duration.ofMinutes(1));
            int checks = test.checker().recordedChecks().size();

            for (int i = 0; i < REQUESTS; i++) {
                assertThat(only(container, Wellness.Literal.INSTANCE).getData().orElseThrow())
                        .containsEntry("db:5432", "down");
                assertThat(only(container, Readiness.Literal.INSTANCE).getStatus())
                        .isEqualTo(Status.DOWN);
            }

            assertThat(checks).isPositive();
            assertThat(test.checker().recordedChecks()).hasSize(checks);
            assertThat(fake.recordedChecks()).isEmpty();
        }
    }

    @Test
    void mockThatWasToldNothing_isAChecker() {
        try (WeldContainer container = Application.with(BareChecker.create())
                .start("halfshake.require-half-open=true", "halfshake.targets[0].target=db:5432")) {
            assertThat(container.select(Monitor.class).get().targets()).containsExactly("db:5432");
        }
    }

    @Test
    void monitorThatNeedsNoPorts_getsTargetsWithoutThem() {
        EngineReport echo = new EngineReport("echo", Handshake.HALF, 1, List.of(), true, null);

        try (Monitor hosts = Monitor.builder(BareChecker.withEngine(echo)).build();
                WeldContainer container = Application.with(fake).with(hosts).start("halfshake.targets[0].target=db")) {
            assertThat(container.isRunning()).isTrue();
            assertThat(hosts.targets()).containsExactly("db");
        }
    }

    @Test
    void targetThatTheMonitorHasAlready_isNotAddedAgain() {
        TestMonitor test = TestMonitor.create();
        test.watch("db:5432").up();

        try (WeldContainer container = Application.with(fake)
                .with(test.monitor())
                .start("halfshake.targets[0].target=db:5432", "halfshake.targets[1].target=cache:6379")) {
            assertThat(container.isRunning()).isTrue();
            assertThat(test.monitor().targets()).containsExactly("db:5432", "cache:6379");
        }
    }

    @Test
    void closedApplication_hasClosedItsMonitor() {
        fake.otherwise().up();
        Monitor monitor;

        try (WeldContainer container = Application.with(fake).start()) {
            monitor = container.select(Monitor.class).get();
            monitor.add("db:5432");
        }

        assertThatThrownBy(() -> monitor.add("cache:6379")).isInstanceOf(IllegalStateException.class);
        // Its owner closes it.
        assertThat(fake.checkAddrAsync("late:1", Duration.ofSeconds(1))).isNotNull();
    }

    @Test
    void monitor_isClosedBeforeAnyBeanIsDestroyed() {
        AtomicReference<@Nullable Monitor> monitor = new AtomicReference<>();
        AtomicReference<@Nullable String> atTheEnd = new AtomicReference<>();

        try (WeldContainer container = Application.with(fake)
                .atTheEnd(() -> atTheEnd.set(String.valueOf(monitor.get())))
                .start()) {
            monitor.set(container.select(Monitor.class).get());
        }

        assertThat(atTheEnd.get()).startsWith("Monitor[").endsWith(", closed]");
    }

    @Test
    void transitionsThatWait_areDeliveredAlsoAfterTheEnd() throws InterruptedException {
        fake.on("db:5432").up().refused();
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch bothHappened = new CountDownLatch(2);
        MonitorListener slow = change -> {
            await(goOn);
            transitions.add(change);
        };

        try (WeldContainer container = Application.with(fake)
                .with(slow)
                .start("halfshake.interval=200ms", "halfshake.timeout=200ms", "halfshake.fall=1")) {
            Monitor monitor = container.select(Monitor.class).get();
            monitor.addListener(change -> bothHappened.countDown());
            monitor.add("db:5432");
            await(bothHappened);
        }
        assertThat(transitions).isEmpty();
        goOn.countDown();

        assertThat(nextTransition().to()).isEqualTo(TargetState.UP);
        assertThat(nextTransition().to()).isEqualTo(TargetState.DOWN);
    }

    @Test
    void namedChecker_isTheOneOfTheApplication() {
        try (WeldContainer container =
                Application.withoutBeans().with(NamedChecker.class).start()) {
            assertThat(container.select(Checker.class).get()).isInstanceOf(FakeChecker.class);
        }
    }

    @Test
    void checks_areOfReadinessAndWellnessAndNeverOfLiveness() {
        TestMonitor test = TestMonitor.create();
        test.checker().on("db:5432").refused();

        try (WeldContainer container = Application.with(fake)
                .with(test.monitor())
                .start("halfshake.targets[0].target=db:5432", "halfshake.health.readiness=db:5432")) {
            test.advance(Duration.ofMinutes(1));

            assertThat(container.select(HealthCheck.class, Any.Literal.INSTANCE).stream())
                    .hasSize(2);
            assertThat(container
                            .select(HealthCheck.class, Liveness.Literal.INSTANCE)
                            .isUnsatisfied())
                    .isTrue();
            assertThat(container
                            .select(HealthCheck.class, Startup.Literal.INSTANCE)
                            .isUnsatisfied())
                    .isTrue();
            HealthCheckResponse all = only(container, Wellness.Literal.INSTANCE);
            assertThat(all.getName()).isEqualTo("halfshake");
            assertThat(all.getStatus()).isEqualTo(Status.UP);
            assertThat(all.getData().orElseThrow()).containsEntry("db:5432", "down");
            HealthCheckResponse readiness = only(container, Readiness.Literal.INSTANCE);
            assertThat(readiness.getName()).isEqualTo("halfshake-readiness");
            assertThat(readiness.getStatus()).isEqualTo(Status.DOWN);
            assertThat(readiness.getData().orElseThrow()).containsEntry("db:5432/reason", "refused");
        }
    }

    /** Asks both checks, as a web server that starts early lets others do. */
    @ApplicationScoped
    static class EarlyRequest {
        private final List<HealthCheckResponse> responses = new ArrayList<>();

        void ask(
                @Observes @Initialized(ApplicationScoped.class) Object event,
                @Wellness HealthCheck all,
                @Readiness HealthCheck readiness) {
            responses.add(all.call());
            responses.add(readiness.call());
        }

        List<HealthCheckResponse> responses() {
            return List.copyOf(responses);
        }
    }

    static final class NamedChecker {
        @Produces
        @Singleton
        @Named("checker")
        Checker checker() {
            return FakeChecker.create();
        }
    }
}
