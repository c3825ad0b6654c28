package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TcpPeer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.weld.environment.se.WeldContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications without a checker of their own. Isolated, since threads are counted. */
@Isolated
class OwnedBeansIT {
    private static final int LIMIT_SECONDS = 60;

    private final BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
    private final MonitorListener listener = transitions::add;

    private TargetState nextState() throws InterruptedException {
        Transition next = transitions.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no transition for " + LIMIT_SECONDS + " s");
        }
        return next.to();
    }

    private static Status readiness(WeldContainer container) {
        return container
                .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                .get()
                .call()
                .getStatus();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("halfshake-"))
                .toList();
    }

    @Test
    void targetThatGoesDown_makesTheApplicationUnready() throws InterruptedException {
        try (TcpPeer peer = TcpPeer.accepting();
                WeldContainer container = Application.withoutBeans()
                        .with(listener)
                        .start(
                                "halfshake.interval=200ms",
                                "halfshake.timeout=200ms",
                                "halfshake.fall=2",
                                "halfshake.targets[0].name=db",
                                "halfshake.targets[0].target=" + peer.target(),
                                "halfshake.health.readiness=db")) {
            assertThat(nextState()).isEqualTo(TargetState.UP);
            assertThat(readiness(container)).isEqualTo(Status.UP);

            peer.goDown();

            assertThat(nextState()).isEqualTo(TargetState.DOWN);
            assertThat(readiness(container)).isEqualTo(Status.DOWN);

            peer.goUp();

            assertThat(nextState()).isEqualTo(TargetState.UP);
            assertThat(readiness(container)).isEqualTo(Status.UP);
        }
    }

    @Test
    void closedApplication_hasClosedItsCheckerAndLeavesNoThread() throws InterruptedException {
        Checker checker;
        try (TcpPeer peer = TcpPeer.accepting();
                WeldContainer container = Application.withoutBeans()
                        .with(listener)
                        .start("halfshake.targets[0].target=" + peer.target())) {
            checker = container.select(Checker.class).get();
            assertThat(nextState()).isEqualTo(TargetState.UP);
            assertThat(threads()).isNotEmpty();
        }

        assertThatThrownBy(() -> checker.checkAddr("127.0.0.1:1", Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        awaitNoThread();
    }

    /** Refused when the monitor is opened, and after that. */
    @ParameterizedTest
    @CsvSource({
        "halfshake.timeout=10s, halfshake.timeout: PT10S (expected <= interval PT5S)",
        "halfshake.targets[0].rise=0, halfshake.targets[0].target: not set"
    })
    void applicationWhoseStartFails_leavesNoThread(String property, String message) throws InterruptedException {
        assertThatThrownBy(() -> Application.withoutBeans().start(property)).hasStackTraceContaining(message);

        awaitNoThread();
    }

    private static void awaitNoThread() throws InterruptedException {
        long start = System.nanoTime();
        while (!threads().isEmpty() && System.nanoTime() - start < LIMIT_SECONDS * 1_000_000_000L) {
            Thread.sleep(10);
        }
        assertThat(threads()).isEmpty();
    }

    @Test
    void checkerWithAQualifier_replacesNone() {
        try (WeldContainer container =
                Application.withoutBeans().with(QualifiedChecker.class).start()) {
            assertThat(container.select(Checker.class).get()).isNotInstanceOf(FakeChecker.class);
        }
    }

    @Qualifier
    @Retention(RetentionPolicy.RUNTIME)
    @interface Fast {}

    static final class QualifiedChecker {
        @Produces
        @Singleton
        @Fast
        Checker checker() {
            return FakeChecker.create();
        }
    }
}
