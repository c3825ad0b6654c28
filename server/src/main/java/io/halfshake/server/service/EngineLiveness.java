package io.halfshake.server.service;

import io.halfshake.CheckResult;
import io.halfshake.UnknownReason;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the engine works: a check of an address of this process ends, and not as {@link UnknownReason#STALLED}, as it
 * does without an outcome of the engine. What checks of targets find says less: an engine may wait for an interface
 * that is down, and a timeout may be too short for this machine. For one thread at a time.
 */
final class EngineLiveness {
    private final Supplier<? extends CompletableFuture<CheckResult>> ownChecks;
    private @Nullable CompletableFuture<CheckResult> running;

    /**
     * No check is made before the first call of {@link #obstacle}.
     *
     * @param ownChecks starts a check of an address of this process
     */
    EngineLiveness(Supplier<? extends CompletableFuture<CheckResult>> ownChecks) {
        this.ownChecks = ownChecks;
    }

    /**
     * Starts a check unless one runs.
     *
     * @return null if it has ended by now, and shows that the engine works; else what has come of it
     */
    @Nullable
    String obstacle() {
        CompletableFuture<CheckResult> check = running == null ? start() : running;
        if (!check.isDone()) {
            running = check;
            return "a check of this watcher's own address has not ended";
        }
        running = null;
        return obstacle(check);
    }

    private CompletableFuture<CheckResult> start() {
        try {
            return ownChecks.get();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static @Nullable String obstacle(CompletableFuture<CheckResult> check) {
        try {
            CheckResult result = check.join();
            return result instanceof CheckResult.Unknown unknown && unknown.reason() == UnknownReason.STALLED
                    ? "a check of this watcher's own address: " + result
                    : null;
        } catch (CompletionException | CancellationException e) {
            return "a check of this watcher's own address failed: " + e;
        }
    }
}
