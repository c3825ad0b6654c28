package io.halfshake.microprofile.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Checker;
import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.testing.FakeChecker;
import io.halfshake.testing.TcpPeer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Qualifier;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

/** Applications without a checker of their own. Isolated, since threads and descriptors are counted. */
@Isolated
class OwnedBeansIT {
    private static final int LIMIT_SECONDS = 60;
    private static final int ATTEMPTS = 3;

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

    /** Threads of Halfshake, and descriptors that are no files. */
    private static List<String> open() throws IOException {
        List<String> open = new ArrayList<>(Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(OwnedBeansIT::isThread)
                .toList());
        Path descriptors = Path.of("/proc/self/fd");
        if (Files.isDirectory(descriptors)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(descriptors)) {
                for (Path each : all) {
                    addUnlessFile(each, open);
                }
            }
        }
        return open;
    }

    private static void addUnlessFile(Path descriptor, List<String> open) throws IOException {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (!target.startsWith("/")) {
                open.add(target);
            }
        } catch (NoSuchFileException e) {
            // Closed since the directory was read.
        }
    }

    private static boolean isThread(String open) {
        return open.startsWith("halfshake-");
    }

    /** What is left over is waited for, as it may be ending. */
    private static List<String> awaitNoThreadAndAtMost(int count) throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> open = open();
        while ((open.size() > count || open.stream().anyMatch(OwnedBeansIT::isThread))
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            Thread.sleep(10);
            open = open();
        }
        assertThat(open).noneMatch(OwnedBeansIT::isThread).hasSizeLessThanOrEqualTo(count);
        return open;
    }

    /** The first time may leave descriptors that the JVM and the libraries keep. */
    private static void leavesNothing(Attempt attempt) throws IOException, InterruptedException {
        attempt.run();
        int before = awaitNoThreadAndAtMost(Integer.MAX_VALUE).size();

        for (int i = 0; i < ATTEMPTS; i++) {
            attempt.run();
        }

        assertThat(awaitNoThreadAndAtMost(before)).isNotNull();
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
    void closedApplication_hasClosedItsCheckerAndLeavesNothing() throws IOException, InterruptedException {
        try (TcpPeer peer = TcpPeer.accepting()) {
            leavesNothing(() -> {
                Checker checker;
                try (WeldContainer container = Application.withoutBeans()
                        .with(listener)
                        .start("halfshake.targets[0].target=" + peer.target())) {
                    checker = container.select(Checker.class).get();
                    assertThat(nextState()).isEqualTo(TargetState.UP);
                    assertThat(open()).anyMatch(OwnedBeansIT::isThread);
                }

                assertThatThrownBy(() -> checker.checkAddr("127.0.0.1:1", Duration.ofSeconds(1)))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("closed");
            });
        }
    }

    /** Refused when the monitor is opened, and after that. */
    @ParameterizedTest
    @CsvSource({
        "halfshake.timeout=10s, halfshake.timeout: PT10S (expected <= interval PT5S)",
        "halfshake.targets[0].target=db, halfshake.targets[0].target: \"db\""
    })
    void applicationWhoseStartFails_leavesNothing(String property, String message)
            throws IOException, InterruptedException {
        leavesNothing(() -> assertThatThrownBy(() -> Application.withoutBeans().start(property))
                .hasStackTraceContaining(message));
    }

    @Test
    void applicationWhoseMonitorFails_leavesNothing() throws IOException, InterruptedException {
        leavesNothing(() -> assertThatThrownBy(() ->
                        Application.withoutBeans().with(FailingMonitor.class).start())
                .hasStackTraceContaining("rise: 0 (expected >= 1)"));
    }

    @Test
    void checkerWithAQualifier_replacesNone() {
        try (WeldContainer container =
                Application.withoutBeans().with(QualifiedChecker.class).start()) {
            assertThat(container.select(Checker.class).get()).isNotInstanceOf(FakeChecker.class);
        }
    }

    /** A block that tests run again. */
    private interface Attempt {
        void run() throws IOException, InterruptedException;
    }

    static final class FailingMonitor {
        @Produces
        @Singleton
        Monitor monitor(Checker checker) {
            return Monitor.builder(checker).rise(0).build();
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
