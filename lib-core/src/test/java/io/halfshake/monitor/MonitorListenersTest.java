package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class MonitorListenersTest {
    /** Goes up and down with every check. */
    private static ScriptedMonitor flapping(Executor executor, int targets, MonitorListener... listeners) {
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> {
            for (MonitorListener listener : listeners) {
                monitor.listener(listener);
            }
            return monitor.rise(1).fall(1).callbackExecutor(executor);
        });
        for (int i = 1; i <= targets; i++) {
            ScriptedMonitor.Script script = rig.watch("db:" + i);
            for (int k = 0; k < 50; k++) {
                script.up().refused();
            }
        }
        return rig;
    }

    @Test
    void transitionsOfATarget_arriveInOrder() {
        List<Transition> delivered = new CopyOnWriteArrayList<>();
        ScriptedMonitor rig = flapping(ForkJoinPool.commonPool(), 20, delivered::add);
        rig.advance(Duration.ofSeconds(5 * 100));
        eventually("all are delivered", () -> delivered.size() == 20 * 100);

        for (int i = 1; i <= 20; i++) {
            String target = "db:" + i;
            assertThat(delivered.stream()
                            .filter(each -> each.target().equals(target))
                            .map(Transition::to))
                    .hasSize(100)
                    .startsWith(TargetState.UP, TargetState.DOWN, TargetState.UP);
            assertThat(delivered.stream()
                            .filter(each -> each.target().equals(target))
                            .map(Transition::atNanos))
                    .isSorted();
        }
    }

    @Test
    void hasListener_isTrueFromTheAdditionToTheRemoval() {
        MonitorListener first = change -> {};
        MonitorListener second = change -> {};
        Monitor monitor =
                ScriptedMonitor.create(builder -> builder.listener(first)).monitor();
        assertThat(monitor.hasListener(first)).isTrue();
        assertThat(monitor.hasListener(second)).isFalse();
        monitor.addListener(second);
        assertThat(monitor.hasListener(second)).isTrue();

        monitor.removeListener(second);
        assertThat(monitor.hasListener(second)).isFalse();
        assertThat(monitor.hasListener(first)).isTrue();
    }

    @Test
    void listenerThatThrows_stopsNothing() {
        List<Transition> delivered = new CopyOnWriteArrayList<>();
        MonitorListener failing = transition -> {
            throw new IllegalStateException("as it should in this test");
        };
        ScriptedMonitor rig = flapping(ForkJoinPool.commonPool(), 1, failing, delivered::add);
        rig.advance(Duration.ofSeconds(15));
        eventually("all are delivered", () -> delivered.size() == 4);
        eventually("all have failed", () -> rig.monitor().stats().failedListeners() == 4);

        assertThat(rig.monitor().stats().started()).isEqualTo(4);
    }

    @Test
    void listenerThatHangs_blocksNeitherMonitorNorOtherListeners() {
        CountDownLatch end = new CountDownLatch(1);
        List<Transition> delivered = new CopyOnWriteArrayList<>();
        List<Transition> others = new CopyOnWriteArrayList<>();
        MonitorListener hanging = transition -> {
            if (transition.target().equals("db:1")) {
                awaitUninterruptibly(end);
            }
            others.add(transition);
        };
        ScriptedMonitor rig = ScriptedMonitor.withListenerThreads(
                builder -> builder.rise(1).fall(1).listener(hanging).listener(delivered::add));
        try (Monitor monitor = rig.monitor()) {
            rig.watch("db:1").up().refused().up();
            rig.watch("db:2").up().refused().up();
            rig.advance(Duration.ofSeconds(30));
            eventually("the other listener has all", () -> delivered.size() == 6);
            eventually("all of the other target's are delivered", () -> others.size() == 3);
            assertThat(monitor.stats().started()).isGreaterThan(10);
            end.countDown();
            eventually("what waited is delivered", () -> others.size() == 6);
        }
    }

    @Test
    void rejectingOrDirectExecutor_isBypassed() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("as it should in this test");
        };
        for (Executor executor : List.<Executor>of(refusing, Runnable::run)) {
            List<String> threads = new CopyOnWriteArrayList<>();
            ScriptedMonitor rig = flapping(
                    executor,
                    1,
                    transition -> threads.add(Thread.currentThread().getName()));
            rig.advance(Duration.ofSeconds(1));
            eventually("it is delivered", () -> !threads.isEmpty());

            assertThat(threads).containsOnly("halfshake-listener");
        }
    }

    @Test
    void listener_mayCloseTheMonitor() {
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        MonitorTestChecker checker = new MonitorTestChecker((target, timeout) ->
                CompletableFuture.completedFuture(MonitorSamples.up(target, MonitorSamples.address("db", 1))));
        Monitor monitor = Monitor.builder(checker)
                .listener(transition -> {
                    own.join().close();
                    closed.countDown();
                })
                .build();
        own.complete(monitor);
        monitor.add("db:1");
        eventually("it is closed", () -> closed.getCount() == 0);

        assertThat(monitor.status("db:1")).isNotNull();
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, condition);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
