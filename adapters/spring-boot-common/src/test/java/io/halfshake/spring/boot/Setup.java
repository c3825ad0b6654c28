package io.halfshake.spring.boot;

import io.halfshake.CheckerBuilder;
import io.halfshake.monitor.MonitorBuilder;
import java.time.Duration;
import org.springframework.stereotype.Component;

@Component
class Setup implements HalfshakeCustomizer {
    @Override
    public void customizeChecker(CheckerBuilder builder) {
        builder.maxInFlight(200);
    }

    @Override
    public void customizeMonitor(MonitorBuilder builder) {
        builder.downInterval(Duration.ofSeconds(30));
    }
}
