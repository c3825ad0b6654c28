package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An event loop that is the user's may close what is registered with it, and outlives an engine that is closed. */
@Requires(Need.RAW_SOCKETS)
class NettyLoopIT {
    static {
        // The test makes system calls of its own.
        LibCBinding.retain();
    }

    private static final EngineSettings SETTINGS = new EngineSettings(16, false);
    private static final Injector NONE = new Injector(Injector.NEVER);
    private static final int HANDLES = 8;

    private final FaultyCalls calls = new FaultyCalls();
    private final NativeCalls own = new NativeCalls();
    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final IoEventLoop loop = group.next();
    private final TcpPeer silent = TcpPeer.silent();
    private final List<Integer> descriptors = new ArrayList<>();

    @AfterEach
    void close() {
        shutDown();
        group.terminationFuture().awaitUninterruptibly();
        silent.close();
        descriptors.forEach(own::close);
    }

    private void shutDown() {
        Future<?> unused = group.shutdownGracefully(0, 5, TimeUnit.SECONDS);
    }

    /** Then it surely closes what is registered before it runs its last tasks. */
    private void shutDownAsItPolls() throws InterruptedException {
        Handle last = new Handle(socket(), () -> {}, this::shutDown);
        loop.submit(() -> Objects.requireNonNull(loop.register(last).getNow()).submit(EpollIoOps.EPOLLIN))
                .sync();
        group.terminationFuture().awaitUninterruptibly();
        assertThat(last.isClosed).isTrue();
    }

    /** A stream socket that is not connected has an event at once. */
    private int socket() {
        int descriptor = own.socket(LibC.AF_INET, LibC.SOCK_STREAM, 0);
        descriptors.add(descriptor);
        return descriptor;
    }

    private static Engine engine(String name, SystemCalls calls, IoEventLoopGroup on) {
        if (name.equals(EngineNames.SYN)) {
            return PacketEngineFactory.openSyn(new Syn().eventLoops(NettyLoops.of(on)), SETTINGS, () -> calls);
        }
        HalfOpen setup = new HalfOpen().eventLoops(NettyLoops.of(on));
        return HalfOpenEngineFactory.open(setup, SocketFactory.Mode.REUSED, SETTINGS, () -> calls);
    }

    private CountingProbe started(Engine engine) {
        CountingProbe probe = new CountingProbe(silent.address(), NONE);
        engine.start(probe);
        return probe;
    }

    private CountingProbe sent(Engine engine) throws InterruptedException {
        CountingProbe probe = started(engine);
        assertThat(probe.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
        return probe;
    }

    private static void assertGone(CountingProbe probe) throws InterruptedException {
        assertThat(probe.await())
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE));
    }

    /** One of the user's own. */
    private static final class Handle implements EpollIoHandle {
        private final int descriptor;
        private final Runnable onClose;
        private final Runnable onEvent;
        private volatile boolean isClosed;

        Handle(int descriptor, Runnable onClose, Runnable onEvent) {
            this.descriptor = descriptor;
            this.onClose = onClose;
            this.onEvent = onEvent;
        }

        @Override
        public FileDescriptor fd() {
            return new FileDescriptor(descriptor);
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            onEvent.run();
        }

        @Override
        public void close() {
            isClosed = true;
            onClose.run();
        }
    }

    private Handle register(Runnable onClose) throws InterruptedException {
        Handle handle = new Handle(socket(), onClose, () -> {});
        loop.register(handle).sync();
        return handle;
    }

    @Test
    void groupThatDoesNotDriveEpoll_isRefused() {
        IoEventLoopGroup selecting = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            assertThatThrownBy(() -> NettyLoops.of(selecting))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("group: io.netty.channel.MultiThreadIoEventLoopGroup (expected one that drives epoll)");
        } finally {
            selecting.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    /** The event loop goes on running tasks for as long as its quiet period lasts. */
    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void deadlineAfterTheSocketWasClosed_isNoSilence(String name) throws InterruptedException {
        try (Engine engine = engine(name, calls, group)) {
            CountingProbe probe = sent(engine);
            // Whichever is closed first, the task runs after all are.
            register(() -> loop.execute(() -> engine.expire(probe)));

            shutDownAsItPolls();

            assertGone(probe);
        }
        assertThat(calls.strayCalls()).isZero();
        assertThat(calls.descriptorsLeft()).isZero();
    }

    /** The same group, of one event loop some of whose calls are another's. */
    private IoEventLoopGroup groupOf(IoEventLoop changed) {
        return (IoEventLoopGroup) Proxy.newProxyInstance(
                IoEventLoopGroup.class.getClassLoader(),
                new Class<?>[] {IoEventLoopGroup.class},
                (proxy, method, values) -> method.getName().equals("iterator")
                        ? List.of(changed).iterator()
                        : Injector.call(group, method, values));
    }

    private interface Call {
        @Nullable
        Object make(@Nullable Object @Nullable [] values) throws Throwable;
    }

    private IoEventLoop with(String changedMethod, Call call) {
        return changed(IoEventLoop.class, loop, changedMethod, call);
    }

    private static <T> T changed(Class<T> type, T real, String changedMethod, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, values) -> method.getName().equals(changedMethod)
                        ? call.make(values)
                        : Injector.call(real, method, values)));
    }

    /** Its number may be another's by then. */
    @Test
    void waitingPacket_isNotSentThroughAClosedSocket() throws InterruptedException {
        IoEventLoop full = with("schedule", values -> {
            throw new OutOfMemoryError("injected");
        });
        try (Engine engine = engine(EngineNames.SYN, calls, groupOf(full))) {
            calls.fail("sendmmsg", Errno.EAGAIN, 1);
            CountingProbe probe = started(engine);
            loop.submit(() -> {}).sync();

            shutDownAsItPolls();

            assertGone(probe);
        }
        assertThat(calls.strayCalls()).isZero();
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void errorInClose_letsTheEventLoopCloseTheOthers(String name) throws InterruptedException {
        AtomicBoolean isArmed = new AtomicBoolean();
        SystemCalls failing = (SystemCalls) Proxy.newProxyInstance(
                SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, values) -> {
                    Object result = Injector.call(calls, method, values);
                    if (method.getName().equals("close") && isArmed.get()) {
                        throw new NoSuchMethodError("injected");
                    }
                    return result;
                });
        List<Handle> handles = new ArrayList<>();
        try (Engine engine = engine(name, failing, group)) {
            for (int i = 0; i < HANDLES / 2; i++) {
                handles.add(register(() -> {}));
            }
            CountingProbe probe = sent(engine);
            for (int i = 0; i < HANDLES / 2; i++) {
                handles.add(register(() -> {}));
            }
            isArmed.set(true);

            shutDownAsItPolls();

            assertThat(handles).allMatch(handle -> handle.isClosed);
            assertGone(probe);
        }
        assertThat(calls.descriptorsLeft()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void engineClosedWithoutWaiting_isForgottenWithItsLastSocket(boolean onItsThread) throws InterruptedException {
        CountDownLatch forgotten = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Future<?> end = changed(Future.class, loop.terminationFuture(), "removeListener", values -> {
            forgotten.countDown();
            return null;
        });
        EventLoop shared = new NettyLoop(with("terminationFuture", values -> end));
        int checks = 2 * EngineLoop.BURST;
        List<LoopSlot> slots = LoopEngine.slots(
                List.of(shared),
                eventLoop -> new HalfOpenLoop(
                        eventLoop,
                        calls,
                        new SocketFactory(calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
                        checks));
        Engine engine = new LoopEngine("half-open", slots, new DescriptorBudget(checks, null), over::countDown);
        List<CountingProbe> probes = new ArrayList<>();
        for (int i = 0; i < checks; i++) {
            probes.add(started(engine));
        }
        for (CountingProbe probe : probes) {
            assertThat(probe.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
        }

        if (onItsThread) {
            loop.submit(() -> {
                        engine.close();
                        // More sockets than it closes in a turn.
                        assertThat(over.getCount()).isEqualTo(1);
                    })
                    .sync();
        } else {
            engine.close();
        }

        assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(forgotten.getCount()).isZero();
        assertThat(calls.descriptorsLeft()).isZero();
        for (CountingProbe probe : probes) {
            assertGone(probe);
        }
        assertThat(calls.strayCalls()).isZero();
    }
}
