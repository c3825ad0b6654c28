package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;

/** One event loop, run by the test's own thread until its last poll. */
abstract class EpollLoopRig {
    static final int A = 10;
    static final int B = 11;
    static final long FOREVER = -1;

    final FakeEpoll epoll = new FakeEpoll();
    final EpollLoop loop = new EpollLoop(epoll, epoll);
    private final List<Throwable> unexpected = new CopyOnWriteArrayList<>();

    EpollLoopRig() {
        epoll.afterLastPoll = loop::shutDown;
    }

    final class LoggedHandler implements EpollHandler {
        private final int descriptor;
        private final Consumer<LoggedHandler> onReady;

        LoggedHandler(int descriptor, Consumer<LoggedHandler> onReady) {
            this.descriptor = descriptor;
            this.onReady = onReady;
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void ready() {
            epoll.log.add("event " + descriptor);
            onReady.accept(this);
        }

        @Override
        public void close() {
            epoll.log.add("close " + descriptor);
        }
    }

    final EpollRegistration register(int descriptor) {
        return register(descriptor, handler -> {});
    }

    final EpollRegistration register(int descriptor, Consumer<LoggedHandler> onReady) {
        return loop.register(new LoggedHandler(descriptor, onReady), LibC.EPOLLIN);
    }

    final LoopTask task(String name) {
        return task(name, () -> {});
    }

    final LoopTask task(String name, Runnable more) {
        return new LoopTask(() -> {
            epoll.log.add(name);
            more.run();
        });
    }

    final void onAnotherThread(Runnable work) {
        CompletableFuture.runAsync(() -> guarded(work)).join();
    }

    /** The loop survives what is thrown, and the test is not to. */
    final void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            unexpected.add(e);
        }
    }

    @AfterEach
    void nothingElseWasThrown() {
        assertThat(unexpected).isEmpty();
    }
}
