package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import io.halfshake.CheckResult;
import io.halfshake.Eventually;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final InetSocketAddress ADDRESS = MonitorSamples.address("db", 1);
    private static final CheckResult UP = MonitorSamples.up("db:80", ADDRESS);
    private static final CheckResult DOWN = MonitorSamples.down("db:80", ADDRESS);
    private static final CheckResult SILENT = MonitorSamples.silent("db:80", ADDRESS);
    private static final CheckResult UNKNOWN = MonitorSamples.unknown("db:80", ADDRESS, null);

    private final HandTime time = new HandTime();
    private final Queue<CheckResult> answers = new ArrayDeque<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<Object> events = new ArrayList<>();
    private final Monitor monitor = Monitor.builder(
                    new MonitorTestChecker((target, timeout) -> CompletableFuture.completedFuture(answers.remove())))
            .time(time)
            .jitter(0)
            .rise(1)
            .fall(1)
            .interval(Duration.ofSeconds(1))
            .fastInterval(Duration.ofSeconds(1))
            .callbackExecutor(tasks::add)
            .build();

    private final class Recorder implements MonitorListener {
        @Override
        public void onTransition(Transition transition) {
            events.add(transition);
        }

        @Override
        public void onResult(TargetResult result) {
            events.add(result);
        }

        @Override
        public void onRemoved(String target) {
            events.add("removed " + target);
        }
    }

    private void check(CheckResult... results) {
        answers.addAll(List.of(results));
        if (monitor.targets().isEmpty()) {
            monitor.add("db:80");
        }
        while (!answers.isEmpty()) {
            time.pass(Duration.ofMillis(1));
        }
    }

    private void deliver() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<String> words() {
        return events.stream()
                .map(each -> each instanceof TargetResult result
                        ? result.result().getClass().getSimpleName() + " leaves " + result.state()
                        : each instanceof Transition transition ? "to " + transition.to() : each.toString())
                .toList();
    }

    @Test
    void onResult_getsEveryResultBeforeItsTransition() {
        monitor.addListener(new Recorder());
        check(UP, UP, UNKNOWN, DOWN);
        deliver();

        assertThat(words())
                .containsExactly(
                        "Up leaves UP", "to UP", "Up leaves UP", "Unknown leaves UP", "Down leaves DOWN", "to DOWN");
        assertThat(events.get(0)).isInstanceOfSatisfying(TargetResult.class, first -> {
            assertThat(first.target()).isEqualTo("db:80");
            assertThat(first.result()).isSameAs(UP);
            assertThat(first.held()).isFalse();
            assertThat(events.get(1))
                    .isInstanceOfSatisfying(
                            Transition.class,
                            transition -> assertThat(first.atNanos()).isEqualTo(transition.atNanos()));
        });
    }

    @Test
    void onResult_marksAHeldTimeout() {
        answers.add(UP);
        CompletableFuture<CheckResult> late = new CompletableFuture<>();
        Monitor stalling = Monitor.builder(new MonitorTestChecker((target, timeout) ->
                        answers.isEmpty() ? late : CompletableFuture.completedFuture(answers.remove())))
                .time(time)
                .jitter(0)
                .fall(1)
                .callbackExecutor(tasks::add)
                .listener(new Recorder())
                .build();
        stalling.add("db:80");
        time.pass(Duration.ofSeconds(6));
        time.nanos += Duration.ofSeconds(4).toNanos();
        late.complete(SILENT);
        deliver();

        assertThat(words()).containsExactly("Up leaves UP", "to UP", "Down leaves UP");
        assertThat(events.get(2))
                .isInstanceOfSatisfying(
                        TargetResult.class, held -> assertThat(held.held()).isTrue());
    }

    @Test
    void listenerWithoutOnResult_getsNoTaskForAResult() {
        monitor.addListener(events::add);
        check(UP);
        deliver();
        check(UP, UNKNOWN, UP);

        assertThat(tasks).isEmpty();
        assertThat(words()).containsExactly("to UP");
    }

    @Test
    void onRemoved_comesBetweenATargetAndItsSuccessor() {
        monitor.addListener(new Recorder());
        check(UP);
        monitor.remove("db:80");
        check(DOWN);
        deliver();

        assertThat(words()).containsExactly("Up leaves UP", "to UP", "removed db:80", "Down leaves DOWN", "to DOWN");
    }

    @Test
    void onRemoved_isDeliveredOnceAndOfARemovedTargetOnly() {
        monitor.addListener(new Recorder());
        monitor.add("a:80");
        monitor.add("b:80");
        monitor.add("c:80");
        monitor.remove("a:80");
        assertThat(monitor.remove("a:80")).isFalse();
        monitor.close();
        monitor.remove("b:80");
        deliver();

        assertThat(words()).containsExactly("removed a:80", "removed b:80");
    }

    /** A second removal finds the target while the first one has yet to free its name. */
    @Test
    void onRemoved_isDeliveredOnceOfATargetThatIsRemovedTwiceAtATime() {
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        List<Boolean> removed = new ArrayList<>();
        Monitor twice = Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>()))
                .time(time)
                .listener(new Recorder())
                .callbackExecutor(task -> {
                    tasks.add(task);
                    if (tasks.size() == 1) {
                        removed.add(own.join().remove("db:80"));
                    }
                })
                .build();
        own.complete(twice);
        twice.add("db:80");
        removed.add(twice.remove("db:80"));
        deliver();

        assertThat(words()).containsExactly("removed db:80");
        assertThat(removed).containsExactly(true, false);
    }

    @Test
    void onRemoved_isSubmittedAgainByCloseWhereTheExecutorDiscardedIt() {
        monitor.addListener(new Recorder());
        check(UP);
        monitor.remove("db:80");
        tasks.clear();
        monitor.close();
        Eventually.holds("it is submitted again", () -> !tasks.isEmpty());
        deliver();

        assertThat(words()).containsExactly("Up leaves UP", "to UP", "removed db:80");
    }

    @Test
    void close_submitsNothingAgainThatIsBeingDelivered() {
        List<Integer> submitted = new ArrayList<>();
        monitor.addListener(transition -> {
            monitor.close();
            submitted.add(tasks.size());
        });
        check(UP);
        deliver();

        assertThat(submitted).containsExactly(0);
        assertThat(monitor.stats().waitingTransitions()).isZero();
    }

    @Test
    void stats_countAResultAndItsTransitionBeforeListenersGetThem() {
        List<MonitorStats> seen = new ArrayList<>();
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        Monitor counting = Monitor.builder(new MonitorTestChecker(
                        (target, timeout) -> CompletableFuture.completedFuture(answers.remove())))
                .time(time)
                .jitter(0)
                .rise(1)
                .fall(1)
                .interval(Duration.ofSeconds(1))
                .fastInterval(Duration.ofSeconds(1))
                .listener(events::add)
                .callbackExecutor(task -> seen.add(own.join().stats()))
                .build();
        own.complete(counting);
        answers.addAll(List.of(UP, DOWN));
        counting.add("db:80");
        while (!answers.isEmpty()) {
            time.pass(Duration.ofMillis(1));
        }

        assertThat(seen)
                .extracting(stats -> stats.checks().up(), MonitorStats::transitionsUp, MonitorStats::transitionsDown)
                .containsExactly(tuple(1L, 1L, 0L), tuple(1L, 1L, 1L));
    }

    @Test
    void listenerWithoutOnRemoved_getsNoTaskForARemoval() {
        monitor.addListener(events::add);
        monitor.add("db:80");
        monitor.remove("db:80");

        assertThat(tasks).isEmpty();
    }

    /** A listener that is added before a visit learns of the removal of each target that it saw. */
    @Test
    void forEachTarget_skipsATargetWhoseRemovalIsBeingDelivered() {
        List<String> visited = new ArrayList<>();
        CompletableFuture<Monitor> own = new CompletableFuture<>();
        Monitor delivering = Monitor.builder(new MonitorTestChecker((target, timeout) -> new CompletableFuture<>()))
                .time(time)
                .listener(new Recorder())
                .callbackExecutor(task -> own.join().forEachTarget(each -> visited.add(each.target())))
                .build();
        own.complete(delivering);
        delivering.add("a:80");
        delivering.add("b:80");
        delivering.remove("a:80");

        assertThat(visited).containsExactly("b:80");
    }

    private static boolean overridesOnResult(MonitorListener listener) {
        return ListenerDispatcher.overrides(listener, "onResult", TargetResult.class);
    }

    @Test
    void overridesOnResult_isTrueForAnOverrideOnly() {
        assertThat(overridesOnResult(events::add)).isFalse();
        assertThat(overridesOnResult(new Recorder())).isTrue();
        assertThat(overridesOnResult(new MonitorListener() {
                    @Override
                    public void onTransition(Transition transition) {}
                }))
                .isFalse();
    }

    @Test
    void addedListener_receivesLaterEvents() {
        check(UP);
        monitor.addListener(new Recorder());
        check(DOWN);
        deliver();

        assertThat(words()).containsExactly("Down leaves DOWN", "to DOWN");
    }

    @Test
    void removeListener_dropsWaitingEvents() {
        Recorder recorder = new Recorder();
        monitor.addListener(recorder);
        check(UP, DOWN);

        assertThat(monitor.removeListener(recorder)).isTrue();
        assertThat(monitor.removeListener(recorder)).isFalse();
        check(UP);
        deliver();
        assertThat(events).isEmpty();
    }

    @Test
    void removeListener_removesOneOfTwo() {
        Recorder recorder = new Recorder();
        monitor.addListener(recorder);
        monitor.addListener(recorder);
        monitor.removeListener(recorder);
        check(UP);
        deliver();

        assertThat(words()).containsExactly("Up leaves UP", "to UP");
    }

    @Test
    void removeListener_keepsTheCounts() {
        MonitorListener failing = transition -> {
            throw new IllegalStateException("as it should in this test");
        };
        monitor.addListener(failing);
        check(UP);
        deliver();
        monitor.removeListener(failing);

        assertThat(monitor.stats().failedListeners()).isEqualTo(1);
    }

    @Test
    void addListener_throwsOnceTheMonitorIsClosed() {
        monitor.close();

        assertThatIllegalStateException()
                .isThrownBy(() -> monitor.addListener(new Recorder()))
                .withMessage("monitor: closed (expected to be open)");
    }

    @Test
    void hangingListener_getsEveryTransitionInTheEnd() {
        ListenerDispatcher dispatcher =
                new ListenerDispatcher(new Recorder(), tasks::add, new ListenerDispatcher.Counters());
        int many = ListenerDispatcher.MANY_TRANSITIONS + 3;
        Transition transition = transition();
        for (int i = 0; i < many; i++) {
            dispatcher.enqueue(transition);
        }
        assertThat(dispatcher.waitingTransitions()).isEqualTo(many);
        dispatcher.submit("db:80");
        deliver();

        assertThat(events).hasSize(many);
        assertThat(dispatcher.waitingTransitions()).isZero();
    }

    private Transition transition() {
        return new Transition(
                "db:80",
                TargetState.UP,
                TargetState.DOWN,
                time.wallTime(),
                0,
                DOWN,
                new TimeBounds(time.wallTime(), time.wallTime()));
    }

    @Test
    void slowListener_missesResultsButNoTransitionAndNoRemoval() {
        int extra = 3;
        ListenerDispatcher.Counters counters = new ListenerDispatcher.Counters();
        ListenerDispatcher dispatcher = new ListenerDispatcher(new Recorder(), tasks::add, counters);
        TargetResult result = new TargetResult("db:80", UP, TargetState.UP, false, 0);
        for (int i = 0; i < ListenerDispatcher.MAX_WAITING_RESULTS + extra; i++) {
            dispatcher.enqueue(result);
        }
        Transition transition = transition();
        dispatcher.enqueue(transition);
        dispatcher.enqueueRemoval("db:80");
        assertThat(dispatcher.waitingTransitions()).isEqualTo(1);
        dispatcher.submit("db:80");
        deliver();

        assertThat(counters.droppedResults.sum()).isEqualTo(extra);
        assertThat(events).hasSize(ListenerDispatcher.MAX_WAITING_RESULTS + 2).endsWith(transition, "removed db:80");
        assertThat(dispatcher.enqueue(result)).isTrue();
    }
}
