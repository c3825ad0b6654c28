package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.TargetResult;
import io.halfshake.monitor.TargetState;
import io.halfshake.monitor.Transition;
import io.halfshake.spring.boot.Actuator.Answer;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** An application with real targets, each of which belongs to one test. */
@SpringBootTest(
        classes = HealthOverHttpIT.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.endpoints.web.exposure.include=health,halfshake,metrics",
            "management.endpoint.health.show-details=always",
            "management.endpoint.health.probes.enabled=true",
            "management.endpoint.health.group.readiness.include=readinessState,halfshake/db",
            "management.endpoint.health.group.everything.include=*",
            "halfshake.interval=500ms",
            "halfshake.timeout=500ms",
            "halfshake.fall=" + HealthOverHttpIT.FALL
        })
class HealthOverHttpIT {
    static final int FALL = 2;

    private static final int LIMIT_SECONDS = 60;
    private static final TcpPeer DB = TcpPeer.accepting();
    private static final TcpPeer CACHE = TcpPeer.accepting();
    private static final TcpPeer QUEUE = TcpPeer.neverAccepting();

    private final Checker checker;
    private final Changes changes;
    private final Actuator actuator;

    HealthOverHttpIT(@Autowired Checker checker, @Autowired Changes changes, @Value("${local.server.port}") int port) {
        this.checker = checker;
        this.changes = changes;
        this.actuator = new Actuator(port);
    }

    /** The names too: Spring Boot takes a list from one source as a whole. */
    @DynamicPropertySource
    static void targets(DynamicPropertyRegistry registry) {
        registry.add("halfshake.targets[0].name", () -> "db");
        registry.add("halfshake.targets[0].target", DB::target);
        registry.add("halfshake.targets[1].name", () -> "cache");
        registry.add("halfshake.targets[1].target", CACHE::target);
        registry.add("halfshake.targets[2].name", () -> "queue");
        registry.add("halfshake.targets[2].target", QUEUE::target);
    }

    @AfterAll
    static void closePeers() {
        DB.close();
        CACHE.close();
        QUEUE.close();
    }

    @Test
    void targetThatGoesDown_isShownAndAffectsNoStatus() throws IOException, InterruptedException {
        assertThat(changes.next(CACHE).to()).isEqualTo(TargetState.UP);
        assertThat(actuator.get("health/halfshake/cache").at("status")).isEqualTo("UP");

        CACHE.goDown();

        Change down = changes.next(CACHE);
        assertThat(down.to()).isEqualTo(TargetState.DOWN);
        assertThat(down.downsInARow()).isEqualTo(FALL);
        Answer health = actuator.get("health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.at("status")).isEqualTo("UP");
        assertThat(health.at("components", "halfshake", "status")).isEqualTo("UP");
        assertThat(health.at("components", "halfshake", "components", "cache", "status"))
                .isEqualTo("TARGET_DOWN");
        assertThat(actuator.get("health/halfshake/cache").status()).isEqualTo(200);
        Answer everything = actuator.get("health/everything");
        assertThat(everything.status()).isEqualTo(200);
        assertThat(everything.at("components", "halfshake", "components", "cache", "status"))
                .isEqualTo("TARGET_DOWN");
        awaitRefused();

        CACHE.goUp();

        assertThat(changes.next(CACHE).to()).isEqualTo(TargetState.UP);
        assertThat(actuator.get("health/halfshake/cache").at("status")).isEqualTo("UP");
    }

    /** The reason is that of the last check, which on a busy machine may have been stalled. */
    private void awaitRefused() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Object inHealth = null;
        Object inEndpoint = null;
        while (!("refused".equals(inHealth) && "refused".equals(inEndpoint))
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            inHealth = actuator.get("health/halfshake/cache").at("details", "reason");
            inEndpoint = actuator.get("halfshake/cache").at("last", "reason");
        }
        assertThat(inHealth).isEqualTo("refused");
        assertThat(inEndpoint).isEqualTo("refused");
    }

    @Test
    void targetOfTheReadinessGroup_makesTheApplicationUnready() throws IOException, InterruptedException {
        assertThat(changes.next(DB).to()).isEqualTo(TargetState.UP);
        Answer ready = actuator.get("health/readiness");
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.at("components", "halfshake", "components", "db", "status"))
                .isEqualTo("UP");
        assertThat(ready.at("components", "halfshake", "components", "cache")).isNull();

        DB.goDown();

        assertThat(changes.next(DB).to()).isEqualTo(TargetState.DOWN);
        Answer unready = actuator.get("health/readiness");
        assertThat(unready.status()).isEqualTo(503);
        assertThat(unready.at("status")).isEqualTo("DOWN");
        assertThat(unready.at("components", "halfshake", "status")).isEqualTo("DOWN");
        assertThat(actuator.get("health").status()).isEqualTo(200);
        assertThat(actuator.get("health/liveness").status()).isEqualTo(200);

        DB.goUp();

        assertThat(changes.next(DB).to()).isEqualTo(TargetState.UP);
        assertThat(actuator.get("health/readiness").status()).isEqualTo(200);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void checks_areHalfOpen() throws IOException, InterruptedException {
        assertThat(changes.next(QUEUE).to()).isEqualTo(TargetState.UP);

        Answer all = actuator.get("halfshake");

        assertThat(all.at("engine", "name")).isEqualTo("half-open");
        assertThat(all.at("engine", "handshake")).isEqualTo("half");
        assertThat(all.at("counts", "targets")).isEqualTo(3);
        // The kernel completes a handshake while the process is paused, which the checker then counts.
        long accepted = QUEUE.drainAccepted();
        long start = System.nanoTime();
        while (checker.stats().completedHandshakes() < accepted
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(checker.stats().completedHandshakes()).isGreaterThanOrEqualTo(accepted);
    }

    @Test
    void meters_areInTheRegistryOfTheApplication() throws IOException, InterruptedException {
        Answer targets = actuator.get("metrics/halfshake.monitor.targets");

        assertThat(targets.status()).isEqualTo(200);
        assertThat(targets.body()).contains("\"value\":3");
    }

    @Test
    void unknownTarget_isNotFound() throws IOException, InterruptedException {
        assertThat(actuator.get("health/halfshake/no-such").status()).isEqualTo(404);
        assertThat(actuator.get("halfshake/no-such").status()).isEqualTo(404);
    }

    /**
     * A transition.
     *
     * @param downsInARow how many checks found the target down, without an Up between them
     */
    record Change(TargetState to, int downsInARow) {}

    /** Keeps the transitions of each target. */
    static final class Changes implements MonitorListener {
        private final Map<String, BlockingQueue<Change>> ofTarget = new ConcurrentHashMap<>();
        private final Map<String, Integer> downsInARow = new ConcurrentHashMap<>();

        private BlockingQueue<Change> queue(String target) {
            return ofTarget.computeIfAbsent(target, unused -> new LinkedBlockingQueue<>());
        }

        @Override
        public void onResult(TargetResult result) {
            if (result.result().isUp()) {
                downsInARow.put(result.target(), 0);
            } else if (result.result().isDown() && !result.held()) {
                downsInARow.merge(result.target(), 1, Integer::sum);
            }
        }

        @Override
        public void onTransition(Transition transition) {
            String target = transition.target();
            queue(target).add(new Change(transition.to(), downsInARow.getOrDefault(target, 0)));
        }

        Change next(TcpPeer peer) throws InterruptedException {
            Change next = queue(peer.target()).poll(LIMIT_SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no transition of " + peer + " for " + LIMIT_SECONDS + " s");
            }
            return next;
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        Changes changes() {
            return new Changes();
        }
    }
}
