package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Witnesses and targets that are answered by several threads at once, in real time. */
class WitnessRaceTest {
    private static final InetSocketAddress ADDRESS = MonitorSamples.address("", 1);
    private static final int TARGETS = 50;
    private static final int CHECKS = 10_000;

    private final ExecutorService answering = Executors.newFixedThreadPool(4);
    private final Map<String, AtomicInteger> inFlight = new ConcurrentHashMap<>();
    private final List<String> wrong = new CopyOnWriteArrayList<>();
    private volatile boolean lost;

    @AfterEach
    void stop() {
        answering.shutdown();
    }

    private CompletableFuture<CheckResult> check(String target) {
        AtomicInteger own = inFlight.computeIfAbsent(target, unused -> new AtomicInteger());
        if (own.incrementAndGet() > 1) {
            wrong.add("two checks at once: " + target);
        }
        boolean silent = lost || target.startsWith("silent");
        CompletableFuture<CheckResult> check = new CompletableFuture<>();
        answering.execute(() -> {
            own.decrementAndGet();
            check.complete(silent ? MonitorSamples.silent(target, ADDRESS) : MonitorSamples.up(target, ADDRESS));
        });
        return check;
    }

    @Test
    void everyCheck_endsOnceAndNoTargetIsForgotten() {
        LongAdder results = new LongAdder();
        List<Blindness> told = new CopyOnWriteArrayList<>();
        MonitorListener listener = new MonitorListener() {
            @Override
            public void onTransition(Transition transition) {}

            @Override
            public void onResult(TargetResult result) {
                results.increment();
            }

            @Override
            public void onBlindness(Blindness blindness) {
                told.add(blindness);
            }
        };
        Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> check(target)))
                .interval(Duration.ofMillis(5))
                .witnesses(List.of("gateway:80", "dns:53"), 1)
                .listener(listener)
                .build();
        for (int i = 1; i <= TARGETS; i++) {
            monitor.add((i % 2 == 0 ? "silent:" : "up:") + i);
        }
        Random random = new Random(1);
        for (int i = 1; monitor.stats().started() < CHECKS; i++) {
            lost = random.nextInt(3) == 0;
            long next = monitor.stats().started() + 50;
            Eventually.holds("more checks", () -> monitor.stats().started() >= next);
            if (i % 7 == 0) {
                String target = "silent:" + 2 * (1 + random.nextInt(TARGETS / 2));
                monitor.remove(target);
                // A check of the one before is ended by another thread.
                Eventually.holds(
                        "its end",
                        () -> inFlight.getOrDefault(target, new AtomicInteger()).get() == 0);
                monitor.add(target);
            }
        }
        lost = false;
        Eventually.holds("the quorum", () -> monitor.blindness() == null);
        Eventually.holds(
                "each target's state",
                () -> monitor.snapshot().targets().stream()
                        .allMatch(each ->
                                each.state() == (each.target().startsWith("up") ? TargetState.UP : TargetState.DOWN)
                                        && !each.lastHeld()));
        monitor.close();

        MonitorStats stats = monitor.stats();
        // A check is given up where this machine holds up the thread that answers it for a second.
        if (stats.overdue() == 0) {
            assertThat(wrong).isEmpty();
        }
        assertThat(stats.inFlight()).isZero();
        assertThat(stats.failedListeners()).isZero();
        Eventually.holds("all results are delivered", () -> results.sum() == sum(stats.checks()));
        Eventually.holds("every change is delivered", () -> told.size() == 2 * stats.blindnesses());
        for (int i = 0; i < told.size(); i++) {
            assertThat(told.get(i).isOver()).isEqualTo(i % 2 == 1);
        }
    }

    private static long sum(CheckCounts counts) {
        return counts.up() + counts.downs() + counts.unknowns();
    }
}
