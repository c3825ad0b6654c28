package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One task that a user's event loop could not take, for want of memory, must not block the loop from then on. */
class FailedNettyTaskTest {
    private static final long TIMEOUT_SECONDS = 60;

    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final IoEventLoop real = group.next();
    private final EngineLoop<LoopProbe> loop = new AtOnce(new NettyLoop((IoEventLoop) Proxy.newProxyInstance(
            IoEventLoop.class.getClassLoader(), new Class<?>[] {IoEventLoop.class}, this::call)));
    private volatile String failing = "";
    private volatile Runnable asItFails = () -> {};
    private final AtomicInteger spared = new AtomicInteger();

    @AfterEach
    void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private @Nullable Object call(Object unused, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals(failing) && spared.getAndDecrement() == 0) {
            asItFails.run();
            throw new OutOfMemoryError("injected");
        }
        try {
            return method.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /** From now on the next call of that name fails, after some that do not. */
    private void fail(String method, int after) {
        spared.set(after);
        failing = method;
    }

    /** Ends every probe when it begins. */
    private static final class AtOnce extends EngineLoop<LoopProbe> {
        AtOnce(EventLoop eventLoop) {
            super("at-once", eventLoop);
        }

        @Override
        LoopProbe loopProbe(Probe probe) {
            return new LoopProbe(probe, this) {
                @Override
                int sent() {
                    return 1;
                }
            };
        }

        @Override
        void begin(LoopProbe probe) {
            finish(probe, new Outcome.Silent(nothing()));
        }

        @Override
        void abandon(LoopProbe probe) {}

        @Override
        public boolean releaseSome(int most) {
            return true;
        }

        @Override
        void finalRead() {}
    }

    private static final class FutureProbe extends Probe {
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        FutureProbe() {
            super(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), Long.MAX_VALUE);
        }

        @Override
        public void sent(long nanoTime) {}

        @Override
        public void complete(Outcome found) {
            outcome.complete(found);
        }
    }

    private void ask(FutureProbe probe) {
        loop.start(loop.loopProbe(probe));
    }

    private static void assertEnded(FutureProbe probe) throws Exception {
        assertThat(probe.outcome.get(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isInstanceOf(Outcome.Silent.class);
    }

    @Test
    void failedInboxTask_doesNotBlockLaterProbes() throws Exception {
        FutureProbe first = new FutureProbe();
        FutureProbe second = new FutureProbe();
        fail("execute", 0);

        assertThatThrownBy(() -> ask(first)).isInstanceOf(OutOfMemoryError.class);
        ask(second);

        assertEnded(first);
        assertEnded(second);
    }

    /** It is not given to the event loop once more by anything that comes later. */
    @Test
    void failedInboxTask_isNotReliedOnByAnotherThread() throws Exception {
        FutureProbe second = new FutureProbe();
        fail("execute", 0);
        asItFails = () -> CompletableFuture.runAsync(() -> ask(second)).join();

        assertThatThrownBy(() -> ask(new FutureProbe())).isInstanceOf(OutOfMemoryError.class);

        assertEnded(second);
    }

    @Test
    void failedTaskAfterThePoll_doesNotBlockTheBurst() throws Exception {
        List<FutureProbe> burst =
                Stream.generate(FutureProbe::new).limit(EngineLoop.BURST).toList();
        FutureProbe last = new FutureProbe();
        fail("schedule", 0);

        // Nothing is started afterwards.
        real.submit(() -> {
                    burst.forEach(this::ask);
                    ask(last);
                })
                .sync();

        for (FutureProbe probe : burst) {
            assertEnded(probe);
        }
        assertEnded(last);
    }

    /** Else silence on another socket would be a verdict. */
    @Test
    void errorWhileReportingTheLoopGone_keepsTheSynCount() {
        fail("terminationFuture", 0);

        Outcome.Failed gone = loop.gone(loop.loopProbe(new FutureProbe()));

        assertThat(gone.cause()).isInstanceOf(OutOfMemoryError.class);
        assertThat(gone.evidence().syns()).isEqualTo(1);
    }

    @Test
    void failedDeliveryTask_doesNotBlockLaterOutcomes() throws Exception {
        FutureProbe first = new FutureProbe();
        FutureProbe second = new FutureProbe();
        fail("execute", 1);

        ask(first);
        real.submit(() -> {}).sync();
        ask(second);

        assertEnded(first);
        assertEnded(second);
    }
}
