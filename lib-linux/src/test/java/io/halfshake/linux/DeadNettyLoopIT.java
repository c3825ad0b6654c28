package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an engine whose event loop, an application's, dies, as Netty's do when there is no memory. */
@Requires(Need.RAW_SOCKETS)
class DeadNettyLoopIT {
    static {
        // The test makes system calls of its own.
        LibCBinding.retain();
    }

    private static final int CHECKS = 300;
    /** A second SYN, 300 ms after the first one, would be counted too. */
    private static final EngineSettings SETTINGS = new EngineSettings(2 * CHECKS, false);

    private static final Injector NONE = new Injector(Injector.NEVER);

    private final FaultyCalls calls = new FaultyCalls();
    private final NativeCalls own = new NativeCalls();
    private final List<Integer> deadly = new ArrayList<>();
    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final TcpPeer open = TcpPeer.neverAccepting();
    private final TcpPeer silent = TcpPeer.silent();

    @AfterEach
    void close() {
        open.close();
        silent.close();
        deadly.forEach(own::close);
        // One that died untold never ends.
        Future<?> unused = group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
    }

    /** How much is left of Netty as the thread ends. */
    private enum Death {
        /** It tells of its end. */
        TOLD,
        /** For want of memory it does not even get to say that it has ended. */
        UNTOLD
    }

    private Engine engine(String name) {
        if (name.equals(EngineNames.SYN)) {
            return PacketEngineFactory.openSyn(new Syn().eventLoops(NettyLoops.of(group)), SETTINGS, () -> calls);
        }
        HalfOpen setup = new HalfOpen().eventLoops(NettyLoops.of(group));
        return HalfOpenEngineFactory.open(setup, SocketFactory.Mode.REUSED, SETTINGS, () -> calls);
    }

    /** Throws out of Netty's poll. */
    private static final class Deadly implements EpollIoHandle {
        private final int descriptor;

        Deadly(int descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public FileDescriptor fd() {
            return new FileDescriptor(descriptor);
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new OutOfMemoryError("injected");
        }

        @Override
        public void close() {}
    }

    private static final class Unremovable extends FastThreadLocal<String> {
        @Override
        protected void onRemoval(String value) {
            throw new OutOfMemoryError("injected");
        }
    }

    /** The loop of a probe that was started. Returns once its thread has ended. */
    private void kill(CountingProbe asked, Death death) throws InterruptedException {
        IoEventLoop loop = ((NettyLoop) OnLoop.of(asked)).netty;
        die(loop, death).join();
        assertThat(loop.isTerminated()).isEqualTo(death == Death.TOLD);
    }

    /** The thread, which is ending. */
    private Thread die(IoEventLoop loop, Death death) throws InterruptedException {
        Thread[] thread = new Thread[1];
        // A stream socket that is not connected has an event at once.
        int descriptor = own.socket(LibC.AF_INET, LibC.SOCK_STREAM, 0);
        deadly.add(descriptor);
        loop.submit(() -> {
                    thread[0] = Thread.currentThread();
                    if (death == Death.UNTOLD) {
                        new Unremovable().set("kept");
                    }
                    Objects.requireNonNull(loop.register(new Deadly(descriptor)).getNow())
                            .submit(EpollIoOps.EPOLLIN);
                })
                .sync();
        return thread[0];
    }

    private List<CountingProbe> startSilent(Engine engine) throws InterruptedException {
        List<CountingProbe> probes = Stream.generate(() -> new CountingProbe(silent.address(), NONE))
                .limit(CHECKS)
                .toList();
        probes.forEach(engine::start);
        for (CountingProbe probe : probes) {
            assertThat(probe.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
        }
        return probes;
    }

    private static void assertGone(CountingProbe probe, int syns) throws InterruptedException {
        assertThat(probe.await()).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
            assertThat(failed.evidence().syns()).isEqualTo(syns);
            assertThat(failed.reason()).isEqualTo(UnknownReason.LOCAL_FAILURE);
            assertThat(failed.cause()).hasMessage("event loop: shut down (expected running)");
        });
    }

    private static void assertEndedOnce(List<CountingProbe> probes) throws InterruptedException {
        for (CountingProbe probe : probes) {
            assertGone(probe, 1);
        }
        assertThat(probes).allMatch(probe -> probe.completions() == 1);
    }

    @ParameterizedTest
    @CsvSource({"half-open, TOLD", "half-open, UNTOLD", "syn, TOLD", "syn, UNTOLD"})
    void deadUsersLoop_isReportedGone(String name, Death death) throws InterruptedException {
        try (Engine engine = engine(name)) {
            List<CountingProbe> lost = startSilent(engine);

            kill(lost.get(0), death);

            // At the latest with the first deadline.
            engine.expire(lost.get(0));
            assertEndedOnce(lost);
            CountingProbe next = new CountingProbe(open.address(), NONE);
            engine.start(next);
            assertGone(next, 0);
        }
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    /** Nothing is asked after its death. */
    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void close_endsTheProbesOfADeadLoop(String name) throws InterruptedException {
        List<CountingProbe> lost;
        try (Engine engine = engine(name)) {
            lost = startSilent(engine);
            kill(lost.get(0), Death.UNTOLD);
        }
        assertEndedOnce(lost);
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    /** Holds up the first call that closes a descriptor once it is armed. */
    private static final class HeldUp {
        private final AtomicBoolean isArmed = new AtomicBoolean();
        private final CountDownLatch closing = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final SystemCalls calls;

        HeldUp(SystemCalls real) {
            this.calls = (SystemCalls) Proxy.newProxyInstance(
                    SystemCalls.class.getClassLoader(), new Class<?>[] {SystemCalls.class}, (proxy, method, values) -> {
                        if (method.getName().equals("close") && isArmed.getAndSet(false)) {
                            closing.countDown();
                            assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
                        }
                        return Injector.call(real, method, values);
                    });
        }
    }

    /** Else its system calls would find their functions unbound. */
    @Test
    void close_waitsForADeadLoopThatStillClosesSockets() throws InterruptedException {
        HeldUp held = new HeldUp(calls);
        LoopSlot slot = new LoopSlot(
                new NettyLoop(group.next()),
                eventLoop -> new HalfOpenLoop(
                        eventLoop,
                        held.calls,
                        new SocketFactory(held.calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
                        CHECKS));
        EngineLoop<?> loop = slot.loop();
        CountingProbe lost = new CountingProbe(silent.address(), NONE);
        loop.start(loop.loopProbe(lost));
        assertThat(lost.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
        die(group.next(), Death.UNTOLD).join();
        held.isArmed.set(true);
        // The first one to find it dead closes its sockets.
        Thread first = new Thread(slot::isUsable);
        first.start();
        assertThat(held.closing.await(1, TimeUnit.MINUTES)).isTrue();

        boolean isClosedMeanwhile = slot.close(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500));
        CountDownLatch over = new CountDownLatch(1);
        slot.whenOver(over::countDown);
        long overMeanwhile = over.getCount();
        held.goOn.countDown();

        assertThat(isClosedMeanwhile).isFalse();
        assertThat(overMeanwhile).isEqualTo(1);
        assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(slot.close(System.nanoTime() + TimeUnit.MINUTES.toNanos(1))).isTrue();
        first.join();
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }
}
