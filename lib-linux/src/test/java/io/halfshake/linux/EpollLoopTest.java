package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One event loop, run by the test's own thread until its last poll. */
class EpollLoopTest {
    private static final int A = 10;
    private static final int B = 11;
    private static final long FOREVER = -1;

    private final FakeEpoll epoll = new FakeEpoll();
    private final EpollLoop loop = new EpollLoop(epoll, epoll);
    private final List<Throwable> unexpected = new CopyOnWriteArrayList<>();

    EpollLoopTest() {
        epoll.afterLastPoll = loop::shutDown;
    }

    private final class LoggedHandler implements EpollHandler {
        private final int descriptor;
        private final Consumer<LoggedHandler> onReady;

        LoggedHandler(int descriptor, Consumer<LoggedHandler> onReady) {
            this.descriptor = descriptor;
            this.onReady = onReady;
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void ready() {
            epoll.log.add("event " + descriptor);
            onReady.accept(this);
        }

        @Override
        public void close() {
            epoll.log.add("close " + descriptor);
        }
    }

    private EpollRegistration register(int descriptor) {
        return register(descriptor, handler -> {});
    }

    private EpollRegistration register(int descriptor, Consumer<LoggedHandler> onReady) {
        return loop.register(new LoggedHandler(descriptor, onReady), LibC.EPOLLIN);
    }

    private LoopTask task(String name) {
        return task(name, () -> {});
    }

    private LoopTask task(String name, Runnable more) {
        return new LoopTask(() -> {
            epoll.log.add(name);
            more.run();
        });
    }

    private void onAnotherThread(Runnable work) {
        CompletableFuture.runAsync(() -> guarded(work)).join();
    }

    /** The loop survives what is thrown, and the test is not to. */
    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            unexpected.add(e);
        }
    }

    @AfterEach
    void nothingElseWasThrown() {
        assertThat(unexpected).isEmpty();
    }

    @Test
    void turn_pollsThenHandlesEventsThenRunsTasksThenTimers() {
        loop.schedule(task("timer"), 5);
        loop.execute(task("task"));
        register(A, handler -> loop.execute(task("task of an event"))).cancel();
        register(B, handler -> loop.execute(task("task of an event")));
        epoll.poll(() -> epoll.now += 6, B);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "event 11", "task", "task of an event", "timer", "poll");
    }

    @Test
    void timerScheduledInATurn_waitsForTheNextPoll() {
        loop.execute(task("task", () -> loop.schedule(task("timer", () -> loop.schedule(task("another"), 0)), 0)));
        epoll.poll(() -> {});
        epoll.poll(() -> epoll.now++);
        epoll.poll(() -> epoll.now++);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "task", "poll", "timer", "poll", "another", "poll");
        assertThat(epoll.waits).startsWith(0L, 0L, 0L, FOREVER);
    }

    @Test
    void timers_runInTheOrderOfTheirTimesAndEndTheSleep() {
        loop.schedule(task("third"), 30);
        loop.schedule(task("first"), 10);
        loop.schedule(task("second"), 20);
        loop.schedule(task("fourth"), 30);
        epoll.poll(() -> epoll.now = 11);
        epoll.poll(() -> epoll.now = 31);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "first", "poll", "second", "third", "fourth", "poll");
        assertThat(epoll.waits).startsWith(10L, 9L, FOREVER);
    }

    @Test
    void timerScheduledTwice_runsOnceAtTheEarlierTime() {
        LoopTask timer = task("timer");
        loop.schedule(timer, 20);
        loop.schedule(timer, 10);
        loop.schedule(timer, 30);
        epoll.poll(() -> epoll.now = 11);
        epoll.poll(() -> epoll.now = 100);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "timer", "poll", "poll");
        assertThat(epoll.waits).startsWith(10L, FOREVER);
    }

    @Test
    void taskOfATask_runsInTheSameTurnWithoutAWakeUp() {
        loop.execute(task("first", () -> {
            loop.execute(task("third"));
        }));
        loop.execute(task("second"));
        epoll.poll(() -> {});

        loop.run();

        assertThat(epoll.log).startsWith("poll", "first", "second", "third", "poll");
        assertThat(epoll.wakeUps).isZero();
    }

    @Test
    void taskGivenAgainBeforeItBegins_runsOnce() {
        int[] runs = new int[1];
        LoopTask[] self = new LoopTask[1];
        self[0] = task("task", () -> {
            if (++runs[0] == 1) {
                loop.execute(self[0]);
                loop.execute(self[0]);
            }
        });
        loop.execute(self[0]);
        loop.execute(self[0]);

        loop.run();

        assertThat(runs[0]).isEqualTo(2);
    }

    @Test
    void tasksWithoutEnd_doNotKeepTheLoopFromPolling() {
        int[] left = {1_000};
        LoopTask[] self = new LoopTask[1];
        self[0] = new LoopTask(() -> {
            if (--left[0] > 0) {
                loop.execute(self[0]);
            }
        });
        loop.execute(self[0]);
        for (int i = 0; i < 3; i++) {
            epoll.poll(() -> {});
        }

        loop.run();

        assertThat(left[0]).isZero();
        assertThat(epoll.waits).startsWith(0L, 0L, 0L, 0L);
    }

    private static void sneak(String kind) {
        switch (kind) {
            case "memory" -> throw new OutOfMemoryError("injected");
            case "stack" -> throw new StackOverflowError("injected");
            default -> throw new IllegalStateException("injected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "stack", "state"})
    void errorOfAHandler_doesNotKeepTheNextFromRunning(String kind) {
        register(A, handler -> sneak(kind));
        register(B);
        loop.execute(task("first task", () -> sneak(kind)));
        loop.execute(task("second task"));
        loop.schedule(task("first timer", () -> sneak(kind)), 1);
        loop.schedule(task("second timer"), 1);
        epoll.poll(() -> epoll.now = 2, A, B);

        loop.run();

        assertThat(epoll.log)
                .startsWith(
                        "poll",
                        "event 10",
                        "event 11",
                        "first task",
                        "second task",
                        "first timer",
                        "second timer",
                        "poll");
    }

    @SuppressWarnings("unchecked") // The cast is what hides the exception from the compiler.
    private static <E extends Throwable> void throwUndeclared(Throwable undeclared) throws E {
        throw (E) undeclared;
    }

    /** As an error does that is thrown while another one is handled: no catch of the turn expects it. */
    @Test
    void errorThatEscapesATurn_losesNoEventAndNoTask() {
        register(A, handler -> EpollLoopTest.<RuntimeException>throwUndeclared(new IOException("injected")));
        register(B);
        loop.execute(
                task("first task", () -> EpollLoopTest.<RuntimeException>throwUndeclared(new IOException("injected"))));
        loop.execute(task("second task"));
        epoll.poll(() -> {}, A, B);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "event 10", "event 11", "first task", "poll", "second task");
    }

    @Test
    void wakeUp_comesOnceForManyTasksFromOutside() {
        epoll.poll(() -> onAnotherThread(() -> {
            loop.execute(task("first"));
            loop.execute(task("second"));
            loop.execute(task("third"));
            assertThat(epoll.wakeUps).isEqualTo(1);
        }));
        epoll.poll(() -> onAnotherThread(() -> loop.execute(task("fourth"))));

        loop.run();

        assertThat(epoll.log).startsWith("poll", "first", "second", "third", "poll", "fourth", "poll");
        assertThat(epoll.wakeUps).isEqualTo(2);
    }

    @Test
    void wakeUp_isSparedWhileTheLoopIsAwake() {
        register(A, handler -> onAnotherThread(() -> loop.execute(task("task"))));
        epoll.poll(() -> {}, A);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "event 10", "task", "poll");
        assertThat(epoll.wakeUps).isZero();
    }

    @Test
    void wakeUp_isSparedWhereTheLoopPollsWithoutSleeping() {
        loop.execute(task("first"));
        epoll.poll(() -> onAnotherThread(() -> loop.execute(task("second"))));

        loop.run();

        assertThat(epoll.log).startsWith("poll", "first", "second", "poll");
        assertThat(epoll.wakeUps).isZero();
    }

    @Test
    void failedWakeUp_isTriedAgainWithTheNextTask() {
        LoopTask task = task("task");
        epoll.poll(() -> onAnotherThread(() -> {
            epoll.resultOfWrite = -Errno.ENOMEM.number;
            assertThatThrownBy(() -> loop.execute(task)).hasMessage("write(eventfd) failed: ENOMEM (12)");
            epoll.resultOfWrite = Long.BYTES;
            loop.execute(task);
            loop.execute(task);
            assertThat(epoll.wakeUps).isEqualTo(2);
        }));

        loop.run();

        assertThat(epoll.log).startsWith("poll", "task", "poll");
    }

    @Test
    void pollInterruptedByASignal_isMadeAgain() {
        epoll.failPoll(Errno.EINTR);
        loop.schedule(task("timer"), 1);
        epoll.poll(() -> epoll.now = 2);

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "poll", "timer", "poll");
        assertThat(epoll.pauses).isZero();
        assertThat(logged).isEmpty();
    }

    @Test
    void pollThatKeepsFailing_neitherSpinsNorStopsTasks() {
        int failures = 100;
        loop.schedule(task("timer"), 1);
        loop.execute(task("task"));
        for (int i = 0; i < failures; i++) {
            epoll.failPoll(Errno.EBADF);
        }

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "task", "timer", "poll");
        assertThat(epoll.pauses).isEqualTo(failures);
        assertThat(logged).containsExactly("the event loop could not poll: epoll_wait(2) failed: EBADF (9)");
    }

    @Test
    void pollThatThrows_isMadeAgainAndLogged() {
        epoll.throwInPoll(new OutOfMemoryError("injected"));
        epoll.throwInPoll(new OutOfMemoryError("injected"));
        epoll.poll(() -> {});
        epoll.throwInPoll(new StackOverflowError("injected"));
        epoll.poll(() -> {});
        loop.schedule(task("timer"), 1);

        List<String> logged = logged(loop);

        assertThat(epoll.log).startsWith("poll", "timer", "poll", "poll");
        assertThat(epoll.pauses).isEqualTo(3);
        assertThat(logged).hasSize(2).allMatch(line -> line.equals("the event loop could not poll: injected"));
    }

    @Test
    void pollThatFailsForLongerThanAMinute_isLoggedAgain() {
        epoll.failPoll(Errno.EBADF);
        epoll.failPoll(Errno.EBADF, () -> epoll.now += TimeUnit.SECONDS.toNanos(59));
        epoll.failPoll(Errno.EBADF, () -> epoll.now += TimeUnit.SECONDS.toNanos(1));

        assertThat(logged(loop)).hasSize(2);
    }

    private static List<String> logged(Runnable work) {
        List<String> lines = new ArrayList<>();
        long thread = Thread.currentThread().getId();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord log) {
                if (log.getLongThreadID() == thread) {
                    lines.add(log.getMessage() + ": " + log.getThrown().getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.halfshake");
        logger.addHandler(handler);
        try {
            work.run();
        } finally {
            logger.removeHandler(handler);
        }
        return lines;
    }

    @Test
    void shutDown_closesHandlersAndRunsWhatWasGiven() {
        register(A);
        register(
                B,
                handler -> guarded(() -> {
                    loop.execute(task("given before"));
                    loop.shutDown();
                    loop.execute(task("given after"));
                    assertThat(loop.isShuttingDown()).isTrue();
                    assertThatThrownBy(() -> loop.schedule(task("timer"), 0))
                            .isInstanceOf(RejectedExecutionException.class);
                }));
        loop.onEnd(() -> epoll.log.add(loop.isTerminated() ? "end" : "told before the end"));
        loop.whenOver(() -> epoll.log.add("over"));
        epoll.poll(() -> {}, B);

        loop.run();

        assertThat(epoll.log)
                .containsExactly(
                        "poll", "event 11", "given before", "given after", "close 10", "close 11", "end", "over");
        assertThat(epoll.closed).containsExactly(FakeEpoll.EVENT_FD, FakeEpoll.EPOLL);
        assertThatThrownBy(() -> loop.execute(task("late"))).isInstanceOf(RejectedExecutionException.class);
        assertThat(loop.awaitEnd(System.nanoTime() + TimeUnit.MINUTES.toNanos(1)))
                .isTrue();
        loop.onEnd(() -> epoll.log.add("told late"));
        assertThat(epoll.log).endsWith("told late");
    }

    @Test
    void shutDownFromOutside_wakesTheLoop() {
        epoll.poll(() -> onAnotherThread(loop::shutDown));

        loop.run();

        assertThat(epoll.log).containsExactly("poll");
        assertThat(epoll.wakeUps).isEqualTo(1);
        loop.shutDown();
        assertThat(epoll.wakeUps).isEqualTo(1);
    }

    @Test
    void lateEvent_isNotTakenForTheNextInItsPlace() {
        EpollRegistration[] second = new EpollRegistration[1];
        register(A, handler -> {
            second[0].cancel();
            second[0].cancel();
            register(12);
        });
        second[0] = register(B);
        epoll.poll(() -> {}, A, B);
        epoll.poll(() -> {}, 12, B, FakeEpoll.EVENT_FD);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 10", "poll", "event 12", "poll", "close 10", "close 12");
    }

    @Test
    void lateEvent_isDropped() {
        EpollRegistration[] second = new EpollRegistration[1];
        register(A, handler -> second[0].cancel());
        second[0] = register(B);
        epoll.poll(() -> {}, A, B);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 10", "poll", "close 10");
    }

    @Test
    void places_areReusedWithAnotherNumber() {
        Set<Long> seen = new HashSet<>();
        Set<Integer> places = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            register(A).cancel();
            seen.add(epoll.data(A));
            places.add((int) epoll.data(A));
        }
        assertThat(seen).hasSize(1_000);
        assertThat(places).hasSize(1);
    }

    @Test
    void lateWakeUp_isNotWrittenToAClosedDescriptor() {
        WakeUp wakeUp = new WakeUp(epoll);
        wakeUp.beforeSleep();
        wakeUp.close();
        wakeUp.close();

        wakeUp.wake();

        assertThat(epoll.wakeUps).isZero();
        assertThat(epoll.closed).containsExactly(FakeEpoll.EVENT_FD);
    }

    @Test
    void manyRegistrations_haveEachTheirOwnEvents() {
        List<EpollRegistration> registrations = new ArrayList<>();
        for (int descriptor = 100; descriptor < 400; descriptor++) {
            registrations.add(register(descriptor));
        }
        for (int i = 0; i < registrations.size(); i += 2) {
            registrations.get(i).cancel();
        }
        for (int descriptor = 400; descriptor < 600; descriptor++) {
            register(descriptor);
        }
        epoll.poll(() -> {}, 100, 101, 399, 400, 599, 398);

        loop.run();

        assertThat(epoll.log).startsWith("poll", "event 101", "event 399", "event 400", "event 599", "poll");
        assertThat(epoll.log.stream().filter(line -> line.startsWith("close "))).hasSize(350);
    }

    @Test
    void failedRegistration_saysWhyAndLeavesNoTrace() {
        epoll.resultOfControl = -Errno.ENOMEM.number;
        assertThatThrownBy(() -> register(A)).hasMessage("epoll_ctl(2) failed: ENOMEM (12)");
        epoll.resultOfControl = 0;
        register(B);
        epoll.poll(() -> {}, A, B);

        loop.run();

        assertThat(epoll.log).containsExactly("poll", "event 11", "poll", "close 11");
    }

    @Test
    void pause_isNotCutShortByAnInterrupt() {
        Thread.currentThread().interrupt();

        LoopClock.SYSTEM.pause(1);

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }
}
