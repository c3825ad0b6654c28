package io.halfshake.lab;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Checks that go on at a steady rate until this is closed, whatever becomes of them. */
final class SteadyLoad implements AutoCloseable {
    private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** A check that has ended. */
    record Finding(long started, long ended, CheckResult result) {
        /** Whether it began after the one moment and ended before the other. */
        boolean isBetween(long from, long to) {
            return started - from > 0 && ended - to < 0;
        }

        /** Whether it was in progress at some time from the one moment to the other. */
        boolean isDuring(long from, long to) {
            return started - to <= 0 && ended - from >= 0;
        }
    }

    private final Checker checker;
    private final List<InetSocketAddress> targets;
    private final Duration timeout;
    private final long intervalNanos;
    private final Collection<Finding> findings = new ConcurrentLinkedQueue<>();
    private final AtomicLong waiting = new AtomicLong();
    private final Thread thread = new Thread(this::run, "steady-load");
    private volatile boolean stopped;

    private SteadyLoad(Checker checker, List<InetSocketAddress> targets, Duration timeout, int perSecond) {
        this.checker = checker;
        this.targets = targets;
        this.timeout = timeout;
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    /** The targets are asked one after the other, again and again. */
    static SteadyLoad start(Checker checker, List<InetSocketAddress> targets, Duration timeout, int perSecond) {
        SteadyLoad load = new SteadyLoad(checker, targets, timeout, perSecond);
        load.thread.start();
        return load;
    }

    private void run() {
        long next = System.nanoTime();
        for (int i = 0; !stopped; i++) {
            ask(targets.get(i % targets.size()));
            // What a stall has kept us from asking is left out: to make up for it would be a burst.
            next = Math.max(next + intervalNanos, System.nanoTime() - intervalNanos);
            while (!stopped && next - System.nanoTime() > 0) {
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void ask(InetSocketAddress target) {
        waiting.incrementAndGet();
        long started = System.nanoTime();
        CompletableFuture<?> unused = checker.checkAsync(target, timeout).whenComplete((result, error) -> {
            if (result != null) {
                findings.add(new Finding(started, System.nanoTime(), result));
            }
            waiting.decrementAndGet();
        });
    }

    /** Waits until a number of checks have begun and ended since that moment. */
    void awaitSince(long moment, int count) {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (findings.stream().filter(f -> f.started() - moment > 0).count() < count) {
            if (end - System.nanoTime() < 0) {
                throw new IllegalStateException("load: not " + count + " findings: " + count(findings));
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** What was found, and how often. */
    static Map<String, Long> count(Collection<Finding> findings) {
        Map<String, Long> counts = new TreeMap<>();
        for (Finding finding : findings) {
            counts.merge(InWords.finding(finding.result()), 1L, Long::sum);
        }
        return counts;
    }

    /** Ends the load, waits for the checks that are still in progress, and returns all. */
    List<Finding> end() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (waiting.get() > 0) {
            if (end - System.nanoTime() < 0) {
                throw new IllegalStateException("load: " + waiting.get() + " checks never ended");
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
        return List.copyOf(findings);
    }

    @Override
    public void close() {
        end();
    }
}
