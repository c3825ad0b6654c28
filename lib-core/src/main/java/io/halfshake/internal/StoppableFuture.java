package io.halfshake.internal;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * The future of work in progress. Completing it from outside, as {@code cancel} and {@code orTimeout} do, stops the
 * work; the work itself completes it with {@link #finish} and {@link #fail}. Futures derived from it are plain.
 *
 * @param <T> the result of the work
 */
public abstract class StoppableFuture<T> extends CompletableFuture<T> {
    protected StoppableFuture() {}

    /** Stops the work. Called after the future was completed from outside, on that thread, perhaps more than once. */
    protected abstract void stopWork();

    /** Completes the future from inside. */
    protected final boolean finish(T result) {
        return super.complete(result);
    }

    /** Completes the future from inside, exceptionally. */
    protected final boolean fail(Throwable error) {
        return super.completeExceptionally(error);
    }

    /** Cancels the future from inside. */
    protected final boolean finishCancelled() {
        return super.cancel(false);
    }

    private boolean stopAfter(boolean completedFromOutside) {
        if (completedFromOutside) {
            stopWork();
        }
        return completedFromOutside;
    }

    @Override
    public final boolean cancel(boolean mayInterruptIfRunning) {
        return stopAfter(super.cancel(mayInterruptIfRunning));
    }

    @Override
    public final boolean complete(T value) {
        return stopAfter(super.complete(value));
    }

    @Override
    public final boolean completeExceptionally(Throwable error) {
        return stopAfter(super.completeExceptionally(error));
    }

    @Override
    public final void obtrudeValue(T value) {
        super.obtrudeValue(value);
        stopWork();
    }

    @Override
    public final void obtrudeException(Throwable error) {
        super.obtrudeException(error);
        stopWork();
    }

    /** Overridden since the JDK's completes the future past {@link #complete}. */
    @Override
    public final CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        executor.execute(() -> completeWith(supplier));
        return this;
    }

    private void completeWith(Supplier<? extends T> supplier) {
        if (isDone()) {
            return;
        }
        try {
            complete(supplier.get());
        } catch (Throwable e) {
            // As CompletableFuture does: other languages for the JVM throw checked exceptions too.
            completeExceptionally(e);
        }
    }

    @Override
    public final <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }
}
