package io.halfshake;

import io.halfshake.internal.Threads;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Blocking look-ups on a bounded pool. Equal questions share one look-up; nobody waits for longer than he wants to. */
final class PooledResolver implements Resolver {
    /** Names are asked about in bulk, and one hanging name server must not hold up the names of all others at once. */
    static final int MOST_THREADS = 32;

    private static final long IDLE_SECONDS = 10;

    /**
     * Enough for idle threads. One that hangs in the operating system's resolver cannot be ended: it ends with its
     * answer.
     */
    private static final long CLOSE_WAIT_MILLIS = 250;

    private final Lookup lookup;
    private final ThreadPoolExecutor pool;
    private final ConcurrentHashMap<String, Question> questions = new ConcurrentHashMap<>();

    PooledResolver(Lookup lookup) {
        this.lookup = Objects.requireNonNull(lookup, "lookup");
        this.pool = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "halfshake-resolver");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
    }

    /** One name being looked up, and everybody who wants to know. */
    private final class Question implements Runnable {
        private final String key;
        private final String host;
        private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet(1);

        Question(String key, String host) {
            this.key = key;
            this.host = host;
        }

        @Override
        public void run() {
            if (isDropped()) {
                return;
            }
            List<InetAddress> found = null;
            Throwable error = null;
            try {
                found = lookup.lookup(host);
            } catch (Exception | Error e) {
                error = e;
            }
            answer(found, error);
        }

        /** Whether everybody who asked has gone before a thread was free. */
        private boolean isDropped() {
            return questions.computeIfPresent(key, (k, known) -> known == this && waiters.isEmpty() ? null : known)
                    != this;
        }

        void answer(@Nullable List<InetAddress> found, @Nullable Throwable error) {
            questions.remove(key, this);
            for (Waiter waiter : waiters) {
                waiter.answer(found, error);
            }
        }
    }

    private static final class Waiter extends CompletableFuture<List<InetAddress>> {
        private volatile @Nullable Question question;

        void answer(@Nullable List<InetAddress> found, @Nullable Throwable error) {
            if (error != null) {
                completeExceptionally(ownCopy(error));
            } else {
                complete(found == null ? List.of() : found);
            }
        }

        /** Callers may change an exception, so each gets one of his own. */
        private static UnknownHostException ownCopy(Throwable error) {
            boolean unknownHost = error instanceof UnknownHostException;
            UnknownHostException copy = new UnknownHostException(unknownHost ? error.getMessage() : error.toString());
            copy.initCause(error);
            return copy;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            Question left = question;
            if (cancelled && left != null) {
                left.waiters.remove(this);
            }
            return cancelled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>();
        }
    }

    @Override
    public CompletableFuture<List<InetAddress>> resolve(String host) {
        Waiter waiter = new Waiter();
        Question asked = questions.compute(host.toLowerCase(Locale.ROOT), (key, known) -> {
            Question question = known == null ? new Question(key, host) : known;
            question.waiters.add(waiter);
            waiter.question = question;
            if (known == null) {
                try {
                    pool.execute(question);
                } catch (RejectedExecutionException | OutOfMemoryError e) {
                    waiter.completeExceptionally(e);
                    return null;
                }
            }
            return question;
        });
        if (asked != null && pool.isShutdown()) {
            // Closing may have looked for open questions just before this one could be seen.
            asked.answer(null, closed());
        }
        return waiter;
    }

    @Override
    public void close() {
        pool.shutdownNow();
        for (Question question : List.copyOf(questions.values())) {
            question.answer(null, closed());
        }
        Threads.awaitUninterruptibly(pool, CLOSE_WAIT_MILLIS);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("resolver: closed (expected open)");
    }
}
