package io.halfshake.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Metrics are bound and closed while targets come and go, and while the registry is read. */
class MetricsStressIT {
    private static final int BINDINGS = 300;
    private static final int TARGETS = 50;
    private static final int MAX_WAIT_SECONDS = 300;

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final CountDownLatch changed = new CountDownLatch(1);
    private final CountDownLatch read = new CountDownLatch(1);

    private long changeTargets(Monitor monitor) {
        long changes = 0;
        while (!ended.get()) {
            String target = "db:" + (1 + changes % TARGETS);
            if (!monitor.remove(target)) {
                monitor.add(target);
            }
            changes++;
            changed.countDown();
        }
        return changes;
    }

    private long readMeters() {
        long found = 0;
        while (!ended.get()) {
            for (Meter meter : registry.getMeters()) {
                meter.measure().forEach(measurement -> measurement.getValue());
                found++;
                read.countDown();
            }
        }
        return found;
    }

    private long bindAndClose(Monitor monitor) {
        long shown = 0;
        for (int i = 0; i < BINDINGS; i++) {
            try (HalfshakeMonitorMetrics metrics =
                    new HalfshakeMonitorMetrics(monitor, Tags.empty(), TargetMetrics.enabled())) {
                metrics.bindTo(registry);
                shown += Meters.count(registry, "halfshake.target.up");
            }
            assertThat(registry.getMeters()).isEmpty();
        }
        return shown;
    }

    @Test
    void closedMetrics_leaveNoMeterWhateverHappensMeanwhile() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try (Monitor monitor = Monitor.builder(new StubChecker())
                .interval(Duration.ofMillis(1))
                .startSpread(Duration.ZERO)
                .build()) {
            Future<Long> changes = threads.submit(() -> changeTargets(monitor));
            Future<Long> reads = threads.submit(this::readMeters);
            Callable<Long> binding = () -> {
                try {
                    long shown = bindAndClose(monitor);
                    // Until something was seen of each: on a busy machine the others may not have run by then.
                    while (shown == 0 || changed.getCount() > 0 || read.getCount() > 0) {
                        shown += bindAndClose(monitor);
                    }
                    return shown;
                } finally {
                    ended.set(true);
                }
            };
            long shown = threads.submit(binding).get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);

            assertThat(shown).isPositive();
            assertThat(changes.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS)).isPositive();
            assertThat(reads.get(MAX_WAIT_SECONDS, TimeUnit.SECONDS)).isPositive();
            assertThat(monitor.stats().failedListeners()).isZero();
        } finally {
            ended.set(true);
            threads.shutdownNow();
        }
    }
}
