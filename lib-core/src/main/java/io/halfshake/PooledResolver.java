package io.halfshake;

import io.halfshake.internal.FailSafe;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Look-ups that may block, on a bounded number of threads. Equal questions share one look-up; each caller can stop
 * waiting on its own. An answer is used again only while the name's next look-up is held up.
 */
final class PooledResolver implements Resolver {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /**
     * Enough for idle threads. One that hangs in the operating system's resolver cannot be ended: it ends with its
     * answer.
     */
    private static final long CLOSE_WAIT_MILLIS = 250;

    /** What runs on a thread of the pool, and may block there. */
    @FunctionalInterface
    interface Call {
        CompletableFuture<List<InetAddress>> start(String host) throws UnknownHostException;
    }

    private final Call call;
    private final boolean copiesErrors;
    private final LongSupplier nanoClock;
    private final LookupThreads threads;
    private final ReentrantLock lock;
    private final LookupHistory memory;
    private final Map<String, PendingLookup> questions = new HashMap<>();

    PooledResolver(Call call, boolean copiesErrors, long answerNanos, LongSupplier nanoClock) {
        this.call = call;
        this.copiesErrors = copiesErrors;
        this.nanoClock = nanoClock;
        this.threads = new LookupThreads(nanoClock, IDLE_NANOS);
        this.lock = threads.lock;
        this.memory = new LookupHistory(answerNanos);
    }

    /** Runs a look-up that blocks. */
    static PooledResolver blocking(Lookup lookup, long answerNanos, LongSupplier nanoClock) {
        Objects.requireNonNull(lookup, "lookup");
        return new PooledResolver(
                host -> CompletableFuture.completedFuture(lookup.lookup(host)), true, answerNanos, nanoClock);
    }

    /** Keeps a resolver that blocks, against its contract, from the threads that ask it. Does not close it. */
    static PooledResolver guarding(Resolver resolver, long answerNanos, LongSupplier nanoClock) {
        return new PooledResolver(resolver::resolve, false, answerNanos, nanoClock);
    }

    /** One name being looked up, and its waiters. */
    private final class PendingLookup extends LookupThreads.Task {
        private final String key;
        private final String host;
        private Set<Waiter> waiters = new HashSet<>(2);

        /** Whether a caller was given an earlier answer, and a later one will want this. */
        private boolean refreshes;

        private @Nullable CompletableFuture<List<InetAddress>> source;

        PendingLookup(String key, String host) {
            super(memory.lane(key));
            this.key = key;
            this.host = host;
        }

        @Override
        void run() {
            long begun = nanoClock.getAsLong();
            CompletableFuture<List<InetAddress>> answer = start();
            boolean unwanted;
            FailSafe.lock(lock);
            try {
                questions.remove(key, this);
                source = answer;
                unwanted = waiters.isEmpty() && !refreshes;
                memory.lookedUp(key, nanoClock.getAsLong() - begun, answer.isCompletedExceptionally(), unwanted);
            } finally {
                lock.unlock();
            }
            CompletableFuture<?> unused = answer.whenComplete(this::settle);
            if (unwanted) {
                answer.cancel(true);
            }
        }

        private CompletableFuture<List<InetAddress>> start() {
            try {
                CompletableFuture<List<InetAddress>> answer = call.start(host);
                return answer != null
                        ? answer
                        : CompletableFuture.failedFuture(
                                new NullPointerException("resolver: null (expected a future)"));
            } catch (Exception | Error e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        private void settle(@Nullable List<InetAddress> found, @Nullable Throwable error) {
            try {
                remember(error == null ? copy(found) : null);
            } catch (Throwable e) {
                FailSafe.log(Level.WARNING, "an answer could not be remembered", e);
            }
            answer(found, error);
        }

        private void remember(@Nullable List<InetAddress> kept) {
            FailSafe.lock(lock);
            try {
                memory.answered(key, kept, nanoClock.getAsLong());
            } finally {
                lock.unlock();
            }
        }

        @Override
        void fail(Throwable cause) {
            FailSafe.lock(lock);
            try {
                questions.remove(key, this);
            } finally {
                lock.unlock();
            }
            answer(null, cause);
        }

        @Override
        void heldUp() {
            List<InetAddress> remembered;
            Set<Waiter> waiting;
            FailSafe.lock(lock);
            try {
                remembered = hasStarted() ? null : memory.fresh(key, nanoClock.getAsLong());
                if (remembered == null || waiters.isEmpty()) {
                    return;
                }
                Set<Waiter> later = new HashSet<>(2);
                waiting = waiters;
                waiters = later;
                refreshes = true;
            } finally {
                lock.unlock();
            }
            deliver(waiting, remembered, null);
        }

        void answer(@Nullable List<InetAddress> found, @Nullable Throwable error) {
            Set<Waiter> waiting;
            FailSafe.lock(lock);
            try {
                // Without a copy, for which there may be no room. No waiter comes after this.
                waiting = waiters;
                waiters = Collections.emptySet();
            } finally {
                lock.unlock();
            }
            deliver(waiting, found, error);
        }

        private void deliver(Set<Waiter> waiting, @Nullable List<InetAddress> found, @Nullable Throwable error) {
            for (Waiter waiter : waiting) {
                try {
                    waiter.answer(found, error);
                } catch (Throwable e) {
                    FailSafe.log(Level.WARNING, "an answer could not be delivered", e);
                }
            }
        }

        /** A waiter has left. What to cancel, without the lock. */
        @Nullable
        CompletableFuture<?> left(Waiter waiter) {
            waiters.remove(waiter);
            if (!waiters.isEmpty() || refreshes) {
                return null;
            }
            if (!hasStarted()) {
                threads.withdraw(this);
                questions.remove(key, this);
            }
            return source;
        }
    }

    /** A user's list may hold anything, and change. Null if there is nothing in it. */
    private static @Nullable List<InetAddress> copy(@Nullable List<InetAddress> found) {
        try {
            return found == null || found.isEmpty() ? null : Collections.unmodifiableList(new ArrayList<>(found));
        } catch (RuntimeException e) {
            return null;
        }
    }

    private final class Waiter extends CompletableFuture<List<InetAddress>> {
        private @Nullable PendingLookup pending;

        void answer(@Nullable List<InetAddress> found, @Nullable Throwable error) {
            if (error != null) {
                completeExceptionally(copiesErrors ? own(error) : error);
            } else {
                complete(found == null ? List.of() : found);
            }
        }

        /** Callers may change an exception, so each gets its own, if there is room for it. */
        private static Throwable own(Throwable error) {
            try {
                return ownCopy(error);
            } catch (OutOfMemoryError e) {
                return error;
            }
        }

        private static UnknownHostException ownCopy(Throwable error) {
            boolean unknownHost = error instanceof UnknownHostException;
            UnknownHostException copy = new UnknownHostException(unknownHost ? error.getMessage() : error.toString());
            copy.initCause(error);
            return copy;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            CompletableFuture<?> source = null;
            FailSafe.lock(lock);
            try {
                if (cancelled && pending != null) {
                    source = pending.left(this);
                }
            } finally {
                lock.unlock();
            }
            if (source != null) {
                source.cancel(mayInterruptIfRunning);
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
        List<InetAddress> remembered;
        FailSafe.lock(lock);
        try {
            if (threads.isClosed()) {
                waiter.completeExceptionally(closed());
                return waiter;
            }
            remembered = ask(host, waiter);
        } finally {
            lock.unlock();
        }
        threads.failUnstarted();
        if (remembered != null) {
            waiter.complete(remembered);
        }
        return waiter;
    }

    /** An earlier answer, if it is to be used at once since the look-up is held up. */
    private @Nullable List<InetAddress> ask(String host, Waiter waiter) {
        String key = host.toLowerCase(Locale.ROOT);
        PendingLookup pending = questions.get(key);
        if (pending == null) {
            pending = submit(new PendingLookup(key, host), waiter);
        } else {
            pending.waiters.add(waiter);
        }
        long now = nanoClock.getAsLong();
        List<InetAddress> remembered = pending.isHeldUp(now) ? memory.fresh(key, now) : null;
        if (remembered == null) {
            waiter.pending = pending;
        } else {
            pending.waiters.remove(waiter);
            pending.refreshes = true;
        }
        return remembered;
    }

    private PendingLookup submit(PendingLookup pending, Waiter waiter) {
        boolean submitted = false;
        try {
            questions.put(pending.key, pending);
            pending.waiters.add(waiter);
            threads.submit(pending);
            submitted = true;
        } finally {
            if (!submitted) {
                // Else the next one that asks would wait for it.
                threads.withdraw(pending);
                questions.remove(pending.key, pending);
            }
        }
        return pending;
    }

    /** How many look-ups run. */
    int running() {
        FailSafe.lock(lock);
        try {
            return threads.running();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        List<PendingLookup> open;
        FailSafe.lock(lock);
        try {
            threads.stop();
            open = List.copyOf(questions.values());
            questions.clear();
        } finally {
            lock.unlock();
        }
        for (PendingLookup pending : open) {
            pending.answer(null, closed());
        }
        threads.awaitEnd(CLOSE_WAIT_MILLIS);
    }

    private static IllegalStateException closed() {
        return new IllegalStateException("resolver: closed (expected open)");
    }
}
