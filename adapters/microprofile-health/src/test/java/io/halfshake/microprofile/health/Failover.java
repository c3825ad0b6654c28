package io.halfshake.microprofile.health;

import io.halfshake.Checker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

@ApplicationScoped
class Failover {
    @Inject
    Checker checker;

    boolean isUp(String target) {
        return checker.checkAddr(target, Duration.ofMillis(500)).isUp();
    }
}
