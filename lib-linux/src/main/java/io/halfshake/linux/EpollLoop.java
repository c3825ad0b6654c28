package io.halfshake.linux;

import io.halfshake.internal.Threads;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An engine's own event loop: one thread, one epoll descriptor. In each turn it polls, handles the events, runs tasks,
 * and then the timers that were due when the poll had ended.
 *
 * <p>It ends only when it is shut down: what an event, a task or a timer throws is logged, and the next one is run. A
 * turn allocates nothing, so that it needs no memory to go on.
 */
final class EpollLoop implements EventLoop, Runnable {
    /** Further events are taken by the next poll. */
    private static final int MAX_EVENTS = 1_024;

    /** Tasks in one turn: they may give the loop others without end. */
    private static final int MAX_TASKS = 256;

    private static final long NO_WAIT = 0;

    /** Between polls that fail: long enough to be no load, short enough for deadlines. */
    private static final long FAILED_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How often a poll that goes on failing is logged. */
    private static final long LOG_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final long RECHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private static final AtomicInteger STARTED = new AtomicInteger();

    private final EpollCalls calls;
    private final LoopClock clock;
    private final int epoll;
    private final WakeUp wakeUp;
    private final EpollRegistrations registrations;
    private final EpollEvents events = new EpollEvents(MAX_EVENTS);
    private final TaskQueue tasks = new TaskQueue();
    private final LoopTimers timers = new LoopTimers();
    private final EndSignal end = new EndSignal();

    /** Events of the latest poll, and how many of them have been handled: an edge is reported once. */
    private int ready;

    private int handled;
    private long polledAt;
    private boolean hasFailedPoll;
    private long failureLoggedAt;
    private volatile @Nullable Thread thread;
    private volatile boolean shuttingDown;
    private volatile boolean terminated;

    /** Guarded by this loop's monitor. */
    private @Nullable Runnable onEnd;

    /** Runs where it is {@linkplain #run() run}. Throws with the system call and its error. */
    EpollLoop(EpollCalls calls, LoopClock clock) {
        this.calls = calls;
        this.clock = clock;
        this.epoll = calls.epollCreate();
        if (epoll < 0) {
            throw new SystemCallException("epoll_create1(2)", -epoll);
        }
        WakeUp made = null;
        boolean ready = false;
        try {
            made = new WakeUp(calls);
            this.wakeUp = made;
            this.registrations = new EpollRegistrations(calls, epoll);
            registrations.add(wakeUp);
            ready = true;
        } finally {
            if (!ready) {
                close(made, epoll, calls);
            }
        }
    }

    /** A new one, on a thread of that name. Throws with the system call and its error. */
    static EpollLoop start(String name, EpollCalls calls) {
        EpollLoop loop = new EpollLoop(calls, LoopClock.SYSTEM);
        boolean started = false;
        try {
            Thread thread = new Thread(null, loop, name + "-" + STARTED.incrementAndGet(), 0, false);
            thread.setDaemon(true);
            // It is not to keep the class loader of whichever application happens to start it.
            thread.setContextClassLoader(EpollLoop.class.getClassLoader());
            thread.start();
            started = true;
            return loop;
        } finally {
            if (!started) {
                close(loop.wakeUp, loop.epoll, calls);
            }
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!shuttingDown) {
                survivedTurn();
            }
            registrations.close();
            runTasks(Integer.MAX_VALUE);
            tasks.close();
            runTasks(Integer.MAX_VALUE);
        } finally {
            end();
        }
    }

    /** What a turn that was cut short has left is done by the next one. */
    private void survivedTurn() {
        try {
            turn();
        } catch (Throwable e) {
            // Thrown by what was to handle an error: without memory even the first use of a constant fails.
            return;
        }
    }

    private void turn() {
        if (handled >= ready) {
            handled = 0;
            ready = 0;
            ready = poll();
            polledAt = clock.nanoTime();
        }
        while (handled < ready) {
            handle(events.data(handled++));
        }
        runTasks(MAX_TASKS);
        runTimers(polledAt);
    }

    private int poll() {
        long nanos = timers.delayNanos(clock.nanoTime());
        if (nanos != NO_WAIT && !mayStillSleep()) {
            nanos = NO_WAIT;
        }
        int found;
        try {
            found = calls.epollWait(epoll, events, nanos);
        } catch (RuntimeException | Error e) {
            afterFailedPoll(e);
            return 0;
        } finally {
            wakeUp.afterSleep();
        }
        if (found < 0 && found != -Errno.EINTR.number) {
            afterFailedPoll(new SystemCallException("epoll_wait(2)", -found));
        } else {
            hasFailedPoll = false;
        }
        return Math.max(0, found);
    }

    /** From here on others wake the loop. */
    private boolean mayStillSleep() {
        if (!tasks.isEmpty()) {
            return false;
        }
        wakeUp.beforeSleep();
        return tasks.isEmpty() && !shuttingDown;
    }

    /** Tasks and timers are run all the same, and at a deadline sockets are read without a poll. */
    private void afterFailedPoll(Throwable error) {
        long now = clock.nanoTime();
        clock.pause(FAILED_POLL_NANOS);
        if (!hasFailedPoll || now - failureLoggedAt >= LOG_AGAIN_NANOS) {
            hasFailedPoll = true;
            failureLoggedAt = now;
            LoopWarning.POLL_FAILED.report(error);
        }
    }

    private void handle(long data) {
        EpollHandler handler = registrations.handler(data);
        if (handler == null) {
            return;
        }
        try {
            handler.ready();
        } catch (RuntimeException | Error e) {
            LoopWarning.EVENT_CUT_SHORT.report(e);
        }
    }

    private void runTasks(int max) {
        for (int i = 0; i < max; i++) {
            LoopTask task = tasks.poll();
            if (task == null) {
                return;
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                LoopWarning.TASK_CUT_SHORT.report(e);
            }
        }
    }

    /** One that was scheduled since the poll is not due before that, and so waits for the next. */
    private void runTimers(long sincePoll) {
        for (LoopTask timer = timers.pollDueBefore(sincePoll); timer != null; timer = timers.pollDueBefore(sincePoll)) {
            try {
                timer.runScheduled();
            } catch (RuntimeException | Error e) {
                LoopWarning.TIMER_CUT_SHORT.report(e);
            }
        }
    }

    private void end() {
        shuttingDown = true;
        tasks.close();
        try {
            close(wakeUp, epoll, calls);
        } finally {
            tellEnd();
        }
    }

    private void tellEnd() {
        Runnable last;
        synchronized (this) {
            terminated = true;
            last = onEnd;
            onEnd = null;
        }
        try {
            if (last != null) {
                last.run();
            }
        } finally {
            end.over();
        }
    }

    private static void close(@Nullable WakeUp wakeUp, int epoll, EpollCalls calls) {
        try {
            if (wakeUp != null) {
                wakeUp.close();
            }
        } finally {
            calls.close(epoll);
        }
    }

    @Override
    public boolean inEventLoop() {
        return Thread.currentThread() == thread;
    }

    @Override
    public void execute(LoopTask task) {
        tasks.add(task);
        wakeUp.wake();
    }

    @Override
    public void schedule(LoopTask task, long nanos) {
        if (shuttingDown) {
            throw new RejectedExecutionException("event loop: shut down (expected running)");
        }
        timers.add(task, clock.nanoTime() + nanos);
    }

    @Override
    public EpollRegistration register(EpollHandler handler, int interest) {
        return registrations.add(handler, interest);
    }

    @Override
    public boolean isShuttingDown() {
        return shuttingDown;
    }

    @Override
    public boolean isTerminated() {
        return terminated;
    }

    @Override
    public @Nullable Throwable failure() {
        return null;
    }

    @Override
    public void onEnd(Runnable last) {
        synchronized (this) {
            if (!terminated) {
                onEnd = last;
                return;
            }
        }
        last.run();
    }

    @Override
    public void forget() {
        // It has ended by itself, and keeps nothing.
    }

    @Override
    public void shutDown() {
        shuttingDown = true;
        tryToWake();
    }

    private void tryToWake() {
        try {
            wakeUp.wake();
        } catch (RuntimeException | Error e) {
            // A thread that waits for the end tries again.
            return;
        }
    }

    @Override
    public boolean awaitEnd(long deadline) {
        boolean interrupted = false;
        while (!end.isOver() && !inEventLoop() && deadline - System.nanoTime() > 0) {
            try {
                if (!end.await(RECHECK_NANOS)) {
                    tryToWake();
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        boolean over = end.isOver();
        Thread ending = thread;
        if (over && ending != null) {
            // A container that undeploys the application next would report the thread.
            Threads.joinUninterruptibly(ending, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
        }
        return over;
    }

    @Override
    public void whenOver(Runnable last) {
        end.whenOver(last);
    }
}
