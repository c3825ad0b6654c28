package io.halfshake;

import io.halfshake.internal.FailSafe;
import io.halfshake.internal.Threads;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks again for an engine that was unavailable when the checker was built, for a reason that may pass: a service may
 * start before its network does. Driven by the checks that are started, and less often each time. Over with an engine
 * that is taken and than which none can be better.
 *
 * <p>Any thread. What it finds is delivered on the executor's thread.
 */
final class EngineSearch {
    static final long FIRST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long MAX_WAIT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Supplier<Engines.@Nullable Opened> search;
    private final Predicate<Engines.Opened> found;
    private final Executor executor;
    private final Runnable awaitEnd;
    private volatile boolean closed;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile long dueAt;
    private volatile long wait = FIRST_WAIT_NANOS;

    /**
     * A search that begins to be due a second from now.
     *
     * @param search opens a better engine; null where there is still none
     * @param found takes it; false if it has no use for it
     * @param awaitEnd waits until the executor's thread has ended
     */
    EngineSearch(
            Supplier<Engines.@Nullable Opened> search,
            Predicate<Engines.Opened> found,
            Executor executor,
            Runnable awaitEnd,
            long now) {
        this.search = search;
        this.found = found;
        this.executor = executor;
        this.awaitEnd = awaitEnd;
        this.dueAt = now + FIRST_WAIT_NANOS;
    }

    /** Searches for what {@link Engines#better} finds, on a thread that lives as long as one search takes. */
    static EngineSearch of(EngineRequest request, CurrentEngine engines, long now) {
        SearchThread thread = new SearchThread();
        return new EngineSearch(
                () -> Engines.better(request, engines.report()), engines::takeOrClose, thread, thread::awaitEnd, now);
    }

    private static final class SearchThread implements Executor {
        /** More than a self-test takes that gets no answer. */
        private static final long END_WAIT_MILLIS = 15_000;

        private volatile @Nullable Thread last;

        @Override
        public void execute(Runnable task) {
            Thread thread = new Thread(() -> run(task), "halfshake-engine-search");
            thread.setDaemon(true);
            last = thread;
            thread.start();
        }

        private static void run(Runnable task) {
            try {
                task.run();
            } catch (Throwable e) {
                FailSafe.log(Level.WARNING, "the search for a better engine failed, and is tried again", e);
            }
        }

        void awaitEnd() {
            Thread thread = last;
            if (thread != null) {
                Threads.joinUninterruptibly(thread, END_WAIT_MILLIS);
            }
        }
    }

    /** Waits for a search that is under way, for a bounded time: it is not ended. None begins after that. */
    void close() {
        closed = true;
        awaitEnd.run();
    }

    /** A check begins: searches on the executor if it is time. */
    void checkStarted(long now) {
        if (now - dueAt < 0 || !busy.compareAndSet(false, true)) {
            return;
        }
        wait = Math.min(2 * wait, MAX_WAIT_NANOS);
        dueAt = now + wait;
        boolean handedOver = false;
        try {
            executor.execute(this::run);
            handedOver = true;
        } finally {
            if (!handedOver) {
                busy.set(false);
            }
        }
    }

    private void run() {
        boolean over = false;
        try {
            Engines.Opened better = closed ? null : search.get();
            over = better != null && found.test(better) && !better.mayImprove();
        } finally {
            busy.set(over);
        }
    }
}
