package io.halfshake.linux;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Keeps a number of checks of one address in flight, without a pause. */
final class Throng {
    private final Checker checker;
    private final InetSocketAddress address;
    private final int inFlight;

    Throng(Checker checker, InetSocketAddress address, int inFlight) {
        this.checker = checker;
        this.address = address;
        this.inFlight = inFlight;
    }

    /** Returns when that number of checks have ended. */
    void run(int checks, Duration timeout, Consumer<CheckResult> onResult) {
        Semaphore permits = new Semaphore(inFlight);
        for (int i = 0; i < checks; i++) {
            permits.acquireUninterruptibly();
            CompletableFuture<?> unused = checker.checkAsync(address, timeout)
                    .thenAccept(onResult)
                    .whenComplete((none, error) -> {
                        permits.release();
                    });
        }
        permits.acquireUninterruptibly(inFlight);
    }
}
