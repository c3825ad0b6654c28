package io.halfshake.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.monitor.Monitor;
import io.halfshake.monitor.MonitorListener;
import io.halfshake.monitor.State;
import io.halfshake.monitor.Transition;
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
    private static final Duration LONG = Duration.ofSeconds(30);

    /** Goes up and down with every check. */
    private static MonitorRig flapping(Executor executor, int targets, MonitorListener... listeners) {
        MonitorRig rig = MonitorRig.create(monitor -> {
            for (MonitorListener listener : listeners) {
                monitor.listener(listener);
            }
            return monitor.rise(1).fall(1).callbackExecutor(executor);
        });
        for (int i = 1; i <= targets; i++) {
            FakeScript script = rig.watch("db:" + i);
            for (int k = 0; k < 50; k++) {
                script.up().refused();
            }
        }
        return rig;
    }

    @Test
    void theTransitionsOfATargetComeInOrderWhateverTheExecutor() {
        List<Transition> told = new CopyOnWriteArrayList<>();
        MonitorRig rig = flapping(ForkJoinPool.commonPool(), 20, told::add);
        rig.advance(Duration.ofSeconds(5 * 100));
        eventually("all are told", () -> told.size() == 20 * 100);

        for (int i = 1; i <= 20; i++) {
            String target = "db:" + i;
            assertThat(told.stream()
                            .filter(each -> each.target().equals(target))
                            .map(Transition::to))
                    .hasSize(100)
                    .startsWith(State.UP, State.DOWN, State.UP);
            assertThat(told.stream()
                            .filter(each -> each.target().equals(target))
                            .map(Transition::atNanos))
                    .isSorted();
        }
    }

    @Test
    void oneThatThrowsStopsNothing() {
        List<Transition> told = new CopyOnWriteArrayList<>();
        MonitorListener failing = transition -> {
            throw new IllegalStateException("as it should in this test");
        };
        MonitorRig rig = flapping(ForkJoinPool.commonPool(), 1, failing, told::add);
        rig.advance(Duration.ofSeconds(15));
        eventually("all are told", () -> told.size() == 4);
        eventually("all have failed", () -> rig.monitor().stats().failedListeners() == 4);

        assertThat(rig.monitor().stats().started()).isEqualTo(4);
    }

    @Test
    void oneThatHangsStopsNeitherTheMonitorNorTheOthers() {
        CountDownLatch end = new CountDownLatch(1);
        List<Transition> told = new CopyOnWriteArrayList<>();
        List<Transition> others = new CopyOnWriteArrayList<>();
        MonitorListener hanging = transition -> {
            if (transition.target().equals("db:1")) {
                awaitUninterruptibly(end);
            }
            others.add(transition);
        };
        FakeChecker fake = FakeChecker.create();
        RigTime time = new RigTime(fake.time());
        try (Monitor monitor = Monitor.builder(fake)
                .time(time)
                .rise(1)
                .fall(1)
                .listener(hanging)
                .listener(told::add)
                .build()) {
            fake.otherwise().up().refused().up();
            monitor.add("db:1");
            monitor.add("db:2");
            fake.time().advance(Duration.ofSeconds(30));
            eventually("the other listener is told all", () -> told.size() == 6);
            eventually("the other target's are told all", () -> others.size() == 3);
            assertThat(monitor.stats().started()).isGreaterThan(10);
            end.countDown();
            eventually("what waited is told", () -> others.size() == 6);
        }
    }

    @Test
    void anExecutorThatRefusesOrRunsAtOnceIsPassedOver() {
        Executor refusing = task -> {
            throw new RejectedExecutionException("as it should in this test");
        };
        for (Executor executor : List.<Executor>of(refusing, Runnable::run)) {
            List<String> threads = new CopyOnWriteArrayList<>();
            MonitorRig rig = flapping(
                    executor,
                    1,
                    transition -> threads.add(Thread.currentThread().getName()));
            rig.advance(Duration.ofSeconds(1));
            eventually("it is told", () -> !threads.isEmpty());

            assertThat(threads).containsOnly("halfshake-listener");
        }
    }

    @Test
    void aListenerMayCloseTheMonitor() {
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        CountDownLatch closed = new CountDownLatch(1);
        FakeChecker fake = FakeChecker.create();
        fake.otherwise().up();
        Monitor monitor = Monitor.builder(fake)
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
        assertThat(Await.until(condition, LONG)).as(what).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
