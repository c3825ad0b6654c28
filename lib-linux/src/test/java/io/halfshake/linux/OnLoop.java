package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Probe;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What tests do with an event loop of their own, or with an engine's. */
final class OnLoop {
    private static final long TIMEOUT_NANOS = TimeUnit.MINUTES.toNanos(1);

    private OnLoop() {}

    /** That of a probe which was started. */
    static EventLoop of(Probe started) {
        LoopProbe probe = (LoopProbe) Objects.requireNonNull(started.attachment());
        return ((EngineLoop<?>) probe.loop).eventLoop;
    }

    /** One that is called by nothing that is tested. */
    static EventLoop unused() {
        return (EventLoop) Proxy.newProxyInstance(
                EventLoop.class.getClassLoader(), new Class<?>[] {EventLoop.class}, (proxy, method, values) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    /** Returns, or throws, what it does on the loop's thread. */
    static void run(EventLoop loop, Runnable work) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(new LoopTask(() -> {
            try {
                work.run();
                done.complete(null);
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }));
        try {
            done.get(TIMEOUT_NANOS, TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    static void shutDown(EventLoop loop) {
        loop.shutDown();
        assertThat(loop.awaitEnd(System.nanoTime() + TIMEOUT_NANOS)).isTrue();
    }
}
