package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Changes of state for which there is no memory. */
class TransitionFailuresTest {
    private static final InetSocketAddress ADDRESS = MonitorSamples.address("db", 1);
    private static final CheckResult SILENT = MonitorSamples.silent("db:80", ADDRESS);

    private static final class FullHeapTime extends HandTime {
        boolean isFull;

        @Override
        public Instant wallTime() {
            if (isFull) {
                throw new OutOfMemoryError("as it should in this test");
            }
            return super.wallTime();
        }
    }

    @Test
    void changeThatCannotBeAnnounced_isMadeByTheNextResult() throws InterruptedException {
        FullHeapTime time = new FullHeapTime();
        List<CompletableFuture<CheckResult>> checks = new ArrayList<>();
        BlockingQueue<Transition> transitions = new LinkedBlockingQueue<>();
        try (Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                    CompletableFuture<CheckResult> check = new CompletableFuture<>();
                    checks.add(check);
                    return check;
                }))
                .time(time)
                .jitter(0)
                .fall(1)
                .listener(transitions::add)
                .build()) {
            monitor.add("db:80");
            time.pass(Duration.ofMillis(10));
            time.isFull = true;
            checks.get(0).complete(SILENT);
            time.isFull = false;
            assertThat(monitor.stats().down()).isZero();
            assertThat(transitions).isEmpty();

            for (int i = 0; i < 1_000 && checks.size() == 1; i++) {
                time.pass(Duration.ofMillis(100));
            }
            checks.get(1).complete(SILENT);
            Transition transition = transitions.poll(1, TimeUnit.MINUTES);
            assertThat(transition).isNotNull();
            assertThat(transition.to()).isEqualTo(TargetState.DOWN);
            assertThat(monitor.stats().down()).isEqualTo(1);
        }
    }
}
