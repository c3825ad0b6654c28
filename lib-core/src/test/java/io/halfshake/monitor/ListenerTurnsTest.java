package io.halfshake.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Eventually;
import io.halfshake.internal.CallbackExecutor;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How the targets of one listener share its threads. */
class ListenerTurnsTest {
    private static final CheckResult UP = MonitorSamples.up("db:80", MonitorSamples.address("db", 1));
    private static final int TURNS = 3;
    private static final int MANY = TURNS * ListenerDispatcher.MAX_IN_A_ROW;

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final List<TargetResult> delivered = new CopyOnWriteArrayList<>();
    private final AtomicInteger wanted = new AtomicInteger();

    /** Hangs at the first result until the test says otherwise. */
    private final class Recorder implements MonitorListener {
        @Override
        public void onTransition(Transition transition) {}

        @Override
        public void onResult(TargetResult result) {
            entered.countDown();
            try {
                goesOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            delivered.add(result);
        }
    }

    /** With a pool of one thread; where another is wanted, the factory decides. */
    private ListenerDispatcher dispatcher(ThreadFactory others) {
        CallbackExecutor callbacks = new CallbackExecutor(null, "test", 1, task -> {
            if (wanted.getAndIncrement() > 0) {
                return others.newThread(task);
            }
            Thread thread = new Thread(task, "test");
            thread.setDaemon(true);
            return thread;
        });
        return new ListenerDispatcher(new Recorder(), callbacks, new ListenerDispatcher.Counters());
    }

    private static void enqueue(ListenerDispatcher dispatcher, String target, int results) {
        for (int i = 0; i < results; i++) {
            assertThat(dispatcher.enqueue(new TargetResult(target, UP, TargetState.UP, false, i)))
                    .isTrue();
        }
        dispatcher.submit(target);
    }

    private void awaitAll(int results) {
        goesOn.countDown();
        Eventually.holds("all are delivered", () -> delivered.size() == results);
    }

    private void assertOrder(String target) {
        assertThat(delivered.stream()
                        .filter(each -> each.target().equals(target))
                        .map(TargetResult::atNanos))
                .hasSize(MANY)
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    @SuppressWarnings("NullAway") // A factory may have no thread.
    void targetWithManyEvents_leavesTheThreadToOthersAndKeepsItsOrder() {
        ListenerDispatcher dispatcher = dispatcher(task -> null);
        enqueue(dispatcher, "busy:80", MANY);
        enqueue(dispatcher, "quiet:80", 1);
        awaitAll(MANY + 1);

        assertThat(delivered.get(ListenerDispatcher.MAX_IN_A_ROW).target()).isEqualTo("quiet:80");
        assertOrder("busy:80");
    }

    @Test
    void laterTurnWithoutAThread_isTakenAtOnce() {
        ListenerDispatcher dispatcher = dispatcher(task -> {
            throw new OutOfMemoryError("thrown by a test");
        });
        enqueue(dispatcher, "busy:80", MANY);
        awaitAll(MANY);

        assertOrder("busy:80");
    }

    @Test
    @SuppressWarnings("NullAway") // A factory may have no thread.
    void closedDispatcher_deliversTheRestInOneTurn() throws InterruptedException {
        ListenerDispatcher dispatcher = dispatcher(task -> null);
        enqueue(dispatcher, "busy:80", MANY);
        entered.await();
        dispatcher.close();
        int before = wanted.get();
        awaitAll(MANY);

        assertOrder("busy:80");
        assertThat(wanted).hasValue(before);
    }

    /** It may make its caller wait until one of its threads is free, such as the one that would leave. */
    @Test
    void usersExecutor_isGivenOneTask() {
        Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
        ListenerDispatcher dispatcher =
                new ListenerDispatcher(new Recorder(), tasks::add, new ListenerDispatcher.Counters());
        enqueue(dispatcher, "busy:80", MANY);
        goesOn.countDown();
        tasks.remove().run();

        assertThat(tasks).isEmpty();
        assertOrder("busy:80");
    }
}
