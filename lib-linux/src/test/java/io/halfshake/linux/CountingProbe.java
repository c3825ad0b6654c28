package io.halfshake.linux;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Counts how often it was completed. */
final class CountingProbe extends Probe {
    private static final long TIMEOUT_SECONDS = 60;

    private final Injector injector;
    private final CountDownLatch sent = new CountDownLatch(1);
    private final CountDownLatch completed = new CountDownLatch(1);
    private final AtomicInteger completions = new AtomicInteger();
    private volatile @Nullable Outcome outcome;

    /** Its methods may be what throws. */
    CountingProbe(InetSocketAddress address, Injector injector) {
        super(address, System.nanoTime() + TimeUnit.SECONDS.toNanos(TIMEOUT_SECONDS));
        this.injector = injector;
    }

    @Override
    public void sent(long nanoTime) {
        sent.countDown();
        pass("Probe.sent");
    }

    @Override
    public void complete(Outcome found) {
        completions.incrementAndGet();
        outcome = found;
        sent.countDown();
        completed.countDown();
        pass("Probe.complete");
    }

    private void pass(String call) {
        try {
            injector.pass(call);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** It could not be started. */
    void reject() {
        sent.countDown();
        completed.countDown();
    }

    /** What it was completed with; null if it never is. */
    @Nullable
    Outcome await() throws InterruptedException {
        return completed.await(TIMEOUT_SECONDS, TimeUnit.SECONDS) ? outcome : null;
    }

    /** False if it was neither sent nor completed so soon. */
    boolean isSentWithin(long millis) throws InterruptedException {
        return sent.await(millis, TimeUnit.MILLISECONDS);
    }

    boolean isCompletedWithin(long millis) throws InterruptedException {
        return completed.await(millis, TimeUnit.MILLISECONDS);
    }

    int completions() {
        return completions.get();
    }
}
