package io.halfshake.server.alerts;

import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The thread of one sink, and its queue. No method but {@link #join} waits for the sink. */
final class SinkWorker {
    private static final System.Logger LOG = System.getLogger("io.halfshake");
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SinkConfig config;
    private final Sink sink;
    private final SinkQueue queue;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Thread thread;
    private boolean finishing;
    private boolean stopped;

    /** Failed attempts since the last message that the sink accepted. */
    private long failures;

    SinkWorker(SinkConfig config, Sink sink, Backoff backoff, LongSupplier nanoTime, InstantSource clock) {
        this.config = config;
        this.sink = sink;
        this.queue = new SinkQueue(config, sink.maxAlerts(), sink.maxPause(), backoff);
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.thread = new Thread(this::run, "halfshake-alerts-" + config.name());
        thread.setDaemon(true);
    }

    SinkConfig config() {
        return config;
    }

    void start() {
        thread.start();
    }

    /**
     * Before anything else: what it was sent under its name before, what it was not sent, and the keys of those for
     * which {@link #pauseReminders} was called.
     */
    void begin(List<Alert> sent, List<Alert> unsent, Set<String> paused) {
        change(() -> {
            long now = nanoTime.getAsLong();
            sent.forEach(alert -> queue.adopt(alert, now));
            unsent.forEach(alert -> add(alert, now));
            pauseReminders(paused, now);
        });
    }

    /** An alert that another process has begun: one that it may not have sent is sent. */
    void take(Alert alert, boolean sends) {
        change(() -> {
            long now = nanoTime.getAsLong();
            if (sends) {
                add(alert, now);
            } else {
                queue.take(alert, now);
            }
        });
    }

    /** Another process sends reminders, and the end. */
    void release(String key) {
        change(() -> queue.release(key));
    }

    /** Other processes send the ends of these keys, so that the beginnings are not to be sent any more. */
    void withdraw(Predicate<String> keys) {
        change(() -> queue.withdraw(keys));
    }

    void add(Alert alert) {
        change(() -> add(alert, nanoTime.getAsLong()));
    }

    private void add(Alert alert, long now) {
        if (queue.add(alert, now)) {
            LOG.log(Level.WARNING, name() + "drops new alerts until it accepts a message: too many wait");
        }
    }

    /** Of alerts with these keys no reminders are sent from now on, unless the sink needs them; of others they are. */
    void pauseReminders(Set<String> keys) {
        change(() -> pauseReminders(keys, nanoTime.getAsLong()));
    }

    private void pauseReminders(Set<String> keys, long now) {
        if (!sink.needsReminders()) {
            queue.pauseReminders(keys, now);
        }
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    SinkStats stats() {
        lock.lock();
        try {
            return queue.stats();
        } finally {
            lock.unlock();
        }
    }

    /** Ends at once, and returns what was not sent. It may be that the last of it was received. */
    List<Alert> stop() {
        lock.lock();
        try {
            try {
                return queue.unsent();
            } finally {
                stopped = true;
                thread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    /** What waits is tried once more, and then it ends. */
    void finish() {
        change(() -> finishing = true);
    }

    /** Waits for the thread's end, no longer than this. */
    void join(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, nanos));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends at once, and logs what was not sent. */
    void abandon() {
        List<Alert> unsent = stop();
        if (!unsent.isEmpty()) {
            LOG.log(Level.WARNING, name() + "not sent before the end: " + Alert.count(unsent.size()));
        }
    }

    private void run() {
        Throwable error = null;
        while (true) {
            try {
                if (error != null) {
                    resume(error);
                    error = null;
                }
                Message message = next();
                if (message == null) {
                    return;
                }
                deliver(message);
            } catch (InterruptedException e) {
                // Only stop() interrupts, to end this thread.
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException | Error e) {
                // Such as a lack of memory, which may pass. Handling it here could fail in the same way.
                error = e;
            }
        }
    }

    /** After an error outside of the sink: what was under way is tried again. */
    private void resume(Throwable error) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = PAUSE_NANOS;
            while (left > 0 && !stopped && !finishing) {
                left = changed.awaitNanos(left);
            }
            SinkException failure = SinkException.passing(error.getClass().getName());
            if (queue.isSending()) {
                failed(failure);
            } else {
                LOG.log(Level.WARNING, name() + failure.getMessage());
            }
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Message next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!stopped && !finishing) {
                long now = nanoTime.getAsLong();
                Message message = queue.poll(now);
                if (message != null) {
                    return message;
                }
                long unused = changed.awaitNanos(queue.dueIn(now));
            }
            return stopped ? null : queue.flush();
        } finally {
            lock.unlock();
        }
    }

    private void deliver(Message message) throws InterruptedException {
        SinkException failure = null;
        try {
            sink.send(message, clock.instant());
        } catch (SinkException e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            // Also a lack of memory or of a class, which may pass: no alert would be sent without this thread.
            // The text may have a part of what was to be sent.
            failure = SinkException.passing(e.getClass().getName());
            LOG.log(Level.DEBUG, () -> name() + "failed at " + List.of(e.getStackTrace()));
        }
        lock.lockInterruptibly();
        try {
            if (failure == null) {
                succeeded();
            } else {
                failed(failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void succeeded() {
        queue.sent(nanoTime.getAsLong());
        if (failures > 0) {
            String attempts = failures == 1 ? "1 failed attempt" : failures + " failed attempts";
            failures = 0;
            LOG.log(Level.INFO, name() + "accepts messages again, after " + attempts);
        }
    }

    /** A sink that stays dead has one line, and another for what is lost. */
    private void failed(SinkException failure) {
        long now = nanoTime.getAsLong();
        int dropped = queue.failed(failure, now);
        failures++;
        if (failures == 1) {
            LOG.log(Level.WARNING, name() + failure.getMessage() + nextAttempt(failure, now));
        }
        if (dropped > 0) {
            LOG.log(Level.WARNING, name() + "dropped " + Alert.count(dropped) + ": " + failure.getMessage());
        }
        // There is no time for another attempt, but after a refusal there is no pause, and less to send.
        stopped |= finishing && !failure.isPermanent();
    }

    /** Empty where the message was refused for good, nothing waits any more, or the watcher stops. */
    private String nextAttempt(SinkException failure, long now) {
        long due = queue.dueIn(now);
        if (finishing || failure.isPermanent() || due == SinkQueue.NEVER) {
            return "";
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(due + TimeUnit.SECONDS.toNanos(1) - 1);
        return "; next attempt in " + seconds + " s, further failures are counted, not logged";
    }

    private String name() {
        return "sink " + config.name() + ": ";
    }
}
