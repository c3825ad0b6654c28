package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Executors that do with a listener's task what executors should not. */
class MonitorExecutorsTest {

    /** The rig's own, and the test's. */
    private static final int LISTENERS = 2;

    private final List<Transition> delivered = new CopyOnWriteArrayList<>();
    private final Queue<Runnable> taken = new ConcurrentLinkedQueue<>();

    /** Goes up, down, up and down in a quarter of a minute. */
    private ScriptedMonitor flapping(Executor executor) {
        ScriptedMonitor rig = ScriptedMonitor.create(
                monitor -> monitor.rise(1).fall(1).callbackExecutor(executor).listener(delivered::add));
        rig.watch("db:1").up().refused().up().refused();
        return rig;
    }

    private static void eventually(String what, BooleanSupplier condition) {
        Eventually.holds(what, condition);
    }

    private List<TargetState> states() {
        return delivered.stream().map(Transition::to).toList();
    }

    @Test
    void executorThatKeepsARejectedTask_causesNoParallelDelivery() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.rise(1)
                .fall(1)
                .callbackExecutor(task -> {
                    taken.add(task);
                    throw new RejectedExecutionException("as it should in this test");
                })
                .listener(transition -> {
                    entered.countDown();
                    awaitUninterruptibly(end);
                    delivered.add(transition);
                }));
        rig.watch("db:1").up().refused();
        // Delivered one after the other on a thread of the monitor's, which hangs at the first.
        rig.advance(Duration.ofSeconds(6));
        awaitUninterruptibly(entered);
        // A task that runs once more has nothing to do, and does not wait for the one that hangs.
        CompletableFuture<?>[] again =
                taken.stream().map(CompletableFuture::runAsync).toArray(CompletableFuture<?>[]::new);
        eventually("all tasks are over", () -> CompletableFuture.allOf(again).isDone());

        assertThat(delivered).isEmpty();
        end.countDown();
        eventually("both are delivered", () -> delivered.size() >= 2);
        taken.forEach(Runnable::run);
        // Waits for the threads that deliver them.
        rig.monitor().close();
        assertThat(states()).containsExactly(TargetState.UP, TargetState.DOWN);
    }

    @Test
    void executorThatLosesATask_isGivenTheTaskAgain() {
        AtomicInteger given = new AtomicInteger();
        ScriptedMonitor rig = flapping(task -> {
            if (given.incrementAndGet() > LISTENERS) {
                taken.add(task);
            }
        });
        rig.advance(Duration.ofSeconds(16));
        taken.forEach(Runnable::run);

        assertThat(states()).containsExactly(TargetState.UP, TargetState.DOWN, TargetState.UP, TargetState.DOWN);
        assertThat(rig.monitor().stats().waitingTransitions()).isZero();
    }

    /** As a pool does whose queue is full, and whose threads all hang. */
    @Test
    void executorThatMakesItsCallerWait_doesNotHoldUpClose() {
        AtomicBoolean isFull = new AtomicBoolean();
        CountDownLatch end = new CountDownLatch(1);
        ScriptedMonitor rig = flapping(task -> {
            taken.add(task);
            if (isFull.get()) {
                awaitUninterruptibly(end);
            }
        });
        rig.advance(Duration.ofSeconds(6));
        isFull.set(true);
        Thread closing = new Thread(rig.monitor()::close, "closes the monitor");
        closing.setDaemon(true);
        closing.start();
        try {
            eventually("close() returns", () -> !closing.isAlive());
        } finally {
            end.countDown();
        }
    }

    /** On real time, since scripted time has no thread of the monitor's. */
    @Test
    void executorThatMakesItsCallerWait_doesNotHoldUpTheMonitorsThread() {
        CountDownLatch end = new CountDownLatch(1);
        Set<Thread> checking = ConcurrentHashMap.newKeySet();
        CheckResult up = MonitorSamples.up("db:1", MonitorSamples.address("db", 1));
        Monitor monitor = Monitor.builder(new MonitorTestChecker((target, timeout) -> {
                    checking.add(Thread.currentThread());
                    return CompletableFuture.completedFuture(up);
                }))
                .startSpread(Duration.ZERO)
                .callbackExecutor(task -> awaitUninterruptibly(end))
                .listener(delivered::add)
                .build();
        try (monitor) {
            monitor.add("db:1");
            monitor.add("db:2");
            eventually("both have a result", () -> monitor.stats().checks().up() >= 2);
            monitor.close();

            assertThat(checking).hasSize(1).noneMatch(Thread::isAlive);
        } finally {
            end.countDown();
        }
    }

    /** As a pool does that an application shuts down before it closes the monitor. */
    @Test
    void executorThatDiscardsItsTasksAndThenRejects_losesNoRemoval() {
        List<String> removed = new CopyOnWriteArrayList<>();
        AtomicBoolean isShutDown = new AtomicBoolean();
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.callbackExecutor(task -> {
                    if (isShutDown.get()) {
                        throw new RejectedExecutionException("as it should in this test");
                    }
                })
                .listener(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {}

                    @Override
                    public void onRemoved(String target) {
                        removed.add(target);
                    }
                }));
        rig.watch("db:1").up();
        rig.watch("db:2").up();
        rig.monitor().remove("db:1");
        rig.monitor().remove("db:2");
        isShutDown.set(true);
        rig.monitor().close();
        eventually("both removals are delivered", () -> removed.size() == 2);

        assertThat(removed).containsExactlyInAnyOrder("db:1", "db:2");
    }

    /** As a pool does that is shut down and has a policy of discarding: nothing tells that from one that is slow. */
    @Test
    void executorThatDiscardsEverything_leavesTransitionsInTheCount() {
        ScriptedMonitor rig = flapping(task -> {});
        rig.advance(Duration.ofSeconds(6));
        rig.monitor().close();

        assertThat(delivered).isEmpty();
        assertThat(rig.monitor().stats().waitingTransitions()).isEqualTo(2 * LISTENERS);
    }

    @Test
    void executorThatRejectsOnce_keepsTheOrder() {
        AtomicInteger given = new AtomicInteger();
        ScriptedMonitor rig = flapping(task -> {
            if (given.incrementAndGet() <= LISTENERS) {
                throw new RejectedExecutionException("as it should in this test");
            }
            CompletableFuture<Void> unused = CompletableFuture.runAsync(task);
        });
        rig.advance(Duration.ofSeconds(16));
        eventually("all are delivered", () -> delivered.size() == 4);

        assertThat(states()).containsExactly(TargetState.UP, TargetState.DOWN, TargetState.UP, TargetState.DOWN);
    }

    @Test
    void executorThatRunsEarlierTasks_isBypassed() {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        // Each task runs the one before, also another listener's.
        Executor lagging = task -> {
            Runnable before = taken.poll();
            taken.add(task);
            if (before != null) {
                before.run();
            }
        };
        ScriptedMonitor rig = ScriptedMonitor.create(monitor -> monitor.rise(1)
                .fall(1)
                .callbackExecutor(lagging)
                .listener(transition -> threads.add(Thread.currentThread()))
                .listener(transition -> threads.add(Thread.currentThread())));
        rig.watch("db:1").up();
        rig.watch("db:2").up();
        rig.advance(Duration.ofSeconds(6));
        eventually("three of four are delivered", () -> threads.size() >= 3);

        assertThat(threads).doesNotContain(Thread.currentThread());
    }

    @Test
    void transitionRejectedDuringClose_isStillDelivered() {
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        ScriptedMonitor rig = flapping(task -> {
            own.join().close();
            throw new RejectedExecutionException("as it should in this test");
        });
        own.complete(rig.monitor());
        rig.advance(Duration.ZERO);
        eventually("it is delivered", () -> delivered.size() == 1);

        assertThat(states()).containsExactly(TargetState.UP);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
