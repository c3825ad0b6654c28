package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.internal.CallbackExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** How the targets of one listener share its threads. */
class ListenerTurnsTest {
    private static final CheckResult UP = MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    private static final int TURNS = 3;
    private static final int MANY = TURNS * ListenerDispatcher.MAX_IN_A_ROW;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final List<TargetResult> delivered = new ArrayList<>();

    private final class Recorder implements MonitorListener {
        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void onResult(TargetResult result) {
            delivered.add(result);
        }
    }

    private ListenerDispatcher dispatcher(Executor executor) {
        return new ListenerDispatcher(new Recorder(), executor, new ListenerDispatcher.Counters());
    }

    private static void enqueue(ListenerDispatcher dispatcher, String target, int results) {
        for (int i = 0; i < results; i++) {
            assertThat(dispatcher.enqueue(new TargetResult(target, UP, TargetState.UP, false, i)))
                    .isTrue();
        }
    }

    private void deliver() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private List<Long> numbers(String target) {
        return delivered.stream()
                .filter(each -> each.target().equals(target))
                .map(TargetResult::atNanos)
                .toList();
    }

    @Test
    void targetWithManyEvents_leavesTheThreadToOthersAndKeepsItsOrder() {
        ListenerDispatcher dispatcher = dispatcher(tasks::add);
        enqueue(dispatcher, "busy:80", MANY);
        enqueue(dispatcher, "quiet:80", 1);
        dispatcher.submit("busy:80");
        dispatcher.submit("quiet:80");
        deliver();

        assertThat(delivered).hasSize(MANY + 1);
        assertThat(delivered.get(ListenerDispatcher.MAX_IN_A_ROW).target()).isEqualTo("quiet:80");
        assertThat(numbers("busy:80")).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void executorThatDiscardsALaterTurn_isGivenItAgainWithTheNextEvent() {
        ListenerDispatcher dispatcher = dispatcher(tasks::add);
        enqueue(dispatcher, "busy:80", MANY);
        dispatcher.submit("busy:80");
        tasks.remove().run();
        assertThat(delivered).hasSize(ListenerDispatcher.MAX_IN_A_ROW);
        tasks.clear();
        enqueue(dispatcher, "busy:80", 1);
        dispatcher.submit("busy:80");
        deliver();

        assertThat(delivered).hasSize(MANY + 1);
    }

    @Test
    void laterTurnWithoutAThread_isTakenAtOnce() {
        boolean[] refusing = {false};
        Executor executor = task -> {
            if (refusing[0]) {
                throw new RejectedExecutionException("thrown by a test");
            }
            tasks.add(task);
        };
        CallbackExecutor callbacks = new CallbackExecutor(executor, "test", 1, task -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        ListenerDispatcher dispatcher =
                new ListenerDispatcher(new Recorder(), callbacks, new ListenerDispatcher.Counters());
        enqueue(dispatcher, "busy:80", MANY);
        dispatcher.submit("busy:80");
        refusing[0] = true;
        tasks.remove().run();

        assertThat(numbers("busy:80")).hasSize(MANY).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void closedDispatcher_deliversTheRestInOneTurn() {
        ListenerDispatcher dispatcher = dispatcher(tasks::add);
        enqueue(dispatcher, "busy:80", MANY);
        dispatcher.submit("busy:80");
        dispatcher.close();
        tasks.remove().run();

        assertThat(delivered).hasSize(MANY);
    }

    @Test
    void turnThatRunsTwice_deliversEachEventOnce() {
        ListenerDispatcher dispatcher = dispatcher(task -> {
            tasks.add(task);
            tasks.add(task);
        });
        enqueue(dispatcher, "busy:80", MANY);
        dispatcher.submit("busy:80");
        deliver();

        assertThat(numbers("busy:80")).hasSize(MANY).isSorted().doesNotHaveDuplicates();
    }
}
