package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.Eventually;
import io.halfshake.internal.CallbackExecutor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What listeners still get at the end where their pools find no thread, or no memory. */
class ListenerClosingTest {
    /** Of a pool, for one task: it is submitted again as one that was refused. */
    private static final int THREADS_FOR_A_TASK = 2;

    private final List<String> removed = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    private final class Recorder implements MonitorListener {
        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void onRemoved(String target) {
            removed.add(target);
        }
    }

    /** With a pool that finds no thread as often as {@link #failures} says. */
    private ListenerDispatcher dispatcher(Supplier<Error> failure) {
        CallbackExecutor callbacks = new CallbackExecutor(null, "test", 1, task -> {
            if (failures.getAndDecrement() > 0) {
                throw failure.get();
            }
            Thread thread = new Thread(task, "test");
            thread.setDaemon(true);
            return thread;
        });
        return new ListenerDispatcher(new Recorder(), callbacks, new ListenerDispatcher.Counters());
    }

    /** Not queued either, as where the queue has no memory. */
    private static Error notQueued() {
        return new InternalError("thrown by a test");
    }

    private static Error noThread() {
        return new OutOfMemoryError("thrown by a test");
    }

    @Test
    void removalThatNeverReachedThePool_isSubmittedAgainByClose() {
        ListenerDispatcher dispatcher = dispatcher(ListenerClosingTest::notQueued);
        failures.set(THREADS_FOR_A_TASK);
        assertThat(dispatcher.enqueueRemoval("db:1")).isTrue();
        assertThatThrownBy(() -> dispatcher.submit("db:1")).isInstanceOf(InternalError.class);

        dispatcher.close();

        Eventually.holds("the removal is delivered", () -> !removed.isEmpty());
        assertThat(removed).containsExactly("db:1");
    }

    @Test
    void removalThatFoundNoThread_isDeliveredByClose() {
        ListenerDispatcher dispatcher = dispatcher(ListenerClosingTest::noThread);
        failures.set(Integer.MAX_VALUE);
        dispatcher.enqueueRemoval("db:1");
        dispatcher.submit("db:1");
        assertThat(removed).isEmpty();

        dispatcher.close();

        assertThat(removed).containsExactly("db:1");
    }

    @Test
    void close_submitsTheRestWhereOneFails() {
        ListenerDispatcher dispatcher = dispatcher(ListenerClosingTest::notQueued);
        dispatcher.enqueueRemoval("db:1");
        dispatcher.enqueueRemoval("db:2");
        dispatcher.enqueueRemoval("db:3");
        failures.set(THREADS_FOR_A_TASK);

        assertThatThrownBy(dispatcher::close).isInstanceOf(InternalError.class);

        Eventually.holds("the other two are delivered", () -> removed.size() == 2);
    }

    @Test
    void close_closesTheOtherListenersWhereOneFails() {
        ListenerDispatcher failing = dispatcher(ListenerClosingTest::notQueued);
        CallbackExecutor pool = new CallbackExecutor(null, "test", 1);
        ListenerDispatcher other = new ListenerDispatcher(new Recorder(), pool, new ListenerDispatcher.Counters());
        failing.enqueueRemoval("db:1");
        other.enqueueRemoval("db:2");
        failures.set(Integer.MAX_VALUE);

        assertThatThrownBy(() -> Listeners.close(List.of(failing, other))).isInstanceOf(InternalError.class);

        Eventually.holds("the other's removal is delivered", () -> !removed.isEmpty());
        assertThat(removed).containsExactly("db:2");
    }
}
