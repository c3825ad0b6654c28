package io.halfshake.linux;

import org.jspecify.annotations.Nullable;

/**
 * What an engine runs on: an {@link EpollLoop} of its own, or an event loop of the user's. It polls its descriptors,
 * handles their events, runs tasks and then timers, and begins again.
 */
interface EventLoop {
    /** Whether this is the thread of the loop. */
    boolean inEventLoop();

    /**
     * Any thread: runs this soon, once, however often it was given by then. Throws a
     * {@link java.util.concurrent.RejectedExecutionException} once the loop takes no tasks any more.
     */
    void execute(LoopTask task);

    /** The loop's thread: runs this later, and not before the next poll. Throws as {@link #execute} does. */
    void schedule(LoopTask task, long nanos);

    /**
     * The loop's thread: polls a descriptor from now on. Throws if it cannot.
     *
     * @param events of {@link LibC}, such as {@link LibC#EPOLLIN}
     */
    EpollRegistration register(EpollHandler handler, int events);

    /** Any thread: whether it is about to end, or has ended. */
    boolean isShuttingDown();

    /** Any thread: whether it runs nothing any more. */
    boolean isTerminated();

    /** The error that ended it, if it was one and is known. */
    @Nullable
    Throwable failure();

    /** Runs this once the loop runs nothing any more. One at most is kept, until {@link #forget()}. */
    void onEnd(Runnable last);

    /** What {@link #onEnd} was given has nothing left to do. */
    void forget();

    /** Ends the loop, if it is the engine's own. Never throws. */
    void shutDown();

    /** Waits until it has ended, if it is the engine's own, or until then. False if it was not over by then. */
    boolean awaitEnd(long deadline);

    /** Runs this once it has ended, if it is the engine's own, or now. One at most is kept. */
    void whenOver(Runnable last);
}
