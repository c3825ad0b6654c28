package io.halfshake.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spring.boot.Actuator.Answer;
import io.halfshake.testing.FakeChecker;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An application none of whose targets ever answers: a check that a request waited for would not end, since nothing
 * moves the clock of the fake, and one that it did not wait for would be on the fake's record. The interval is so long
 * that the monitor itself makes one check in the time of the test.
 */
@SpringBootTest(
        classes = SilentTargetsIT.Application.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "server.address=127.0.0.1",
            "management.endpoints.web.exposure.include=health,halfshake",
            "management.endpoint.health.show-details=always",
            "halfshake.interval=1d",
            "halfshake.timeout=1d",
            "halfshake.targets[0].target=db:5432",
            "halfshake.targets[1].target=cache:6379",
            "halfshake.targets[2].target=queue:5672"
        })
class SilentTargetsIT {
    private static final int LIMIT_SECONDS = 60;
    private static final int REQUESTS = 20;

    private final FakeChecker checker;
    private final Actuator actuator;

    SilentTargetsIT(@Autowired FakeChecker checker, @Value("${local.server.port}") int port) {
        this.checker = checker;
        this.actuator = new Actuator(port);
    }

    private void awaitFirstCheck() throws InterruptedException {
        long start = System.nanoTime();
        while (checker.recordedChecks().isEmpty()
                && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(LIMIT_SECONDS)) {
            Thread.sleep(10);
        }
        assertThat(checker.recordedChecks()).hasSize(1);
    }

    @Test
    void requests_areAnsweredWithoutACheck() throws IOException, InterruptedException {
        awaitFirstCheck();

        for (int i = 0; i < REQUESTS; i++) {
            Answer health = actuator.get("health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.at("components", "halfshake", "components", "db:5432", "status"))
                    .isEqualTo("UNKNOWN");
            assertThat(actuator.get("health/halfshake/cache:6379").at("status")).isEqualTo("UNKNOWN");
            assertThat(actuator.get("halfshake").at("counts", "unknown")).isEqualTo(3);
            assertThat(actuator.get("halfshake/queue:5672").at("state")).isEqualTo("unknown");
        }

        assertThat(checker.recordedChecks()).hasSize(1);
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        @Bean
        FakeChecker checker() {
            FakeChecker checker = FakeChecker.create();
            checker.otherwise().timesOut();
            return checker;
        }
    }
}
