package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EpollLoopTest extends EpollLoopRig {
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
    void awaitEnd_waitsForTheThreadToo() {
        Thread waiting = Thread.currentThread();
        loop.whenOver(() -> {
            long start = System.nanoTime();
            while (!isJoining(waiting) && System.nanoTime() - start < TimeUnit.SECONDS.toNanos(10)) {
                Thread.onSpinWait();
            }
        });
        loop.shutDown();
        Thread thread = new Thread(loop);
        thread.start();

        assertThat(loop.awaitEnd(System.nanoTime() + TimeUnit.MINUTES.toNanos(1)))
                .isTrue();
        assertThat(thread.isAlive()).isFalse();
    }

    private static boolean isJoining(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Thread.class.getName())
                        && frame.getMethodName().equals("join"));
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
    void errorAsTheEventFdIsClosed_leavesNoDescriptorOfEpoll() {
        epoll.unclosable = FakeEpoll.EVENT_FD;
        loop.whenOver(() -> epoll.log.add("over"));

        assertThatThrownBy(loop::run).hasMessage("injected");

        assertThat(epoll.closed).containsExactly(FakeEpoll.EPOLL);
        assertThat(epoll.log).endsWith("over");
    }

    @Test
    void errorAsTheEventFdOfALoopThatFailsIsClosed_leavesNoDescriptorOfEpoll() {
        epoll.unclosable = FakeEpoll.EVENT_FD;
        epoll.resultOfControl = -Errno.ENOMEM.number;

        assertThatThrownBy(() -> new EpollLoop(epoll, epoll)).hasMessage("injected");

        assertThat(epoll.closed).containsExactly(FakeEpoll.EPOLL);
    }
}
