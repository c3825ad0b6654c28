package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A result that comes while its target is released. */
class ReleaseRaceTest {
    private static final String TARGET = "db:80";
    private static final int ROUNDS = 1_000;
    private static final CheckResult DOWN = MonitorSamples.down(TARGET, MonitorSamples.address("db", 1));

    private final HandTime time = new HandTime();
    private final List<CompletableFuture<CheckResult>> asked = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final List<Transition> transitions = new ArrayList<>();
    private final Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                CompletableFuture<CheckResult> check = new CompletableFuture<>();
                asked.add(check);
                return check;
            }))
            .time(time)
            .startSpread(Duration.ZERO)
            .initialState(TargetState.UP)
            .fall(1)
            .callbackExecutor(calls::add)
            .listener(transitions::add)
            .build();

    private int delivered() {
        for (Runnable call = calls.poll(); call != null; call = calls.poll()) {
            call.run();
        }
        int count = transitions.size();
        transitions.clear();
        return count;
    }

    @Test
    void resultDuringARelease_isInTheCheckpointIfItsTransitionIsDelivered() throws InterruptedException {
        AtomicInteger round = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        Thread other = new Thread(() -> {
            for (int i = 1; i <= ROUNDS; i++) {
                while (round.get() < i) {
                    Thread.onSpinWait();
                }
                asked.get(i - 1).complete(DOWN);
                completed.set(i);
            }
        });
        other.setDaemon(true);
        other.start();
        for (int i = 1; i <= ROUNDS; i++) {
            monitor.add(TARGET);
            time.pass(Duration.ofMillis(5));
            assertThat(asked).hasSize(i);
            round.set(i);
            TargetCheckpoint checkpoint = Objects.requireNonNull(monitor.release(TARGET));
            while (completed.get() < i) {
                Thread.onSpinWait();
            }

            assertThat(delivered()).isEqualTo(checkpoint.state() == TargetState.DOWN ? 1 : 0);
            assertThat(checkpoint.outage() != null).isEqualTo(checkpoint.state() == TargetState.DOWN);
            assertThat(monitor.stats().up()).isZero();
            assertThat(monitor.stats().down()).isZero();
            assertThat(monitor.stats().inFlight()).isZero();
        }
        other.join();
    }
}
