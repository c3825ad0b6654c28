package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.UnknownReason;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
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

/** What becomes of an engine whose event loop dies of an error, as Netty's do when there is no memory. */
@Requires(Need.RAW_SOCKETS)
class DeadLoopIT {
    static {
        // The test makes system calls of its own.
        LibCBinding.retain();
    }

    private static final int CHECKS = 300;
    private static final EngineSettings SETTINGS = new EngineSettings(2 * CHECKS, true);
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

    private Engine engine(String name, boolean shared) {
        if (name.equals(EngineNames.SYN)) {
            Syn setup = shared ? new Syn().eventLoopGroup(group) : new Syn();
            return PacketEngineFactory.openSyn(setup, SETTINGS, () -> calls);
        }
        HalfOpen setup = shared ? new HalfOpen().eventLoopGroup(group) : new HalfOpen();
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
        LoopProbe probe = (LoopProbe) Objects.requireNonNull(asked.attachment());
        IoEventLoop loop = ((EngineLoop<?>) probe.loop).eventLoop;
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
    void deadOwnLoop_isReplaced(String name, Death death) throws InterruptedException {
        try (Engine engine = engine(name, false)) {
            for (int i = 0; i < 2; i++) {
                List<CountingProbe> lost = startSilent(engine);

                kill(lost.get(0), death);

                // Without any command: the thread itself has ended them.
                assertEndedOnce(lost);
                CountingProbe next = new CountingProbe(open.address(), NONE);
                engine.start(next);
                assertThat(next.await()).isInstanceOf(Outcome.Answered.class);
            }
        }
        assertThat(calls.openDescriptors()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"half-open, TOLD", "half-open, UNTOLD", "syn, TOLD", "syn, UNTOLD"})
    void deadUsersLoop_isReportedGone(String name, Death death) throws InterruptedException {
        try (Engine engine = engine(name, true)) {
            List<CountingProbe> lost = startSilent(engine);

            kill(lost.get(0), death);

            // At the latest with the first deadline.
            engine.expire(lost.get(0));
            assertEndedOnce(lost);
            CountingProbe next = new CountingProbe(open.address(), NONE);
            engine.start(next);
            assertGone(next, 0);
        }
        assertThat(calls.openDescriptors()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }

    /** Nothing is asked after its death. */
    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void close_endsTheProbesOfADeadLoop(String name) throws InterruptedException {
        List<CountingProbe> lost;
        try (Engine engine = engine(name, true)) {
            lost = startSilent(engine);
            kill(lost.get(0), Death.UNTOLD);
        }
        assertEndedOnce(lost);
        assertThat(calls.openDescriptors()).isZero();
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

    private static final class Leaking extends EngineLoop<LoopProbe> {
        private volatile int leaked;

        Leaking(IoEventLoop eventLoop) {
            super("leaking", eventLoop);
        }

        @Override
        LoopProbe loopProbe(Probe probe) {
            throw new UnsupportedOperationException();
        }

        @Override
        void begin(LoopProbe probe) {}

        @Override
        void abandon(LoopProbe probe) {}

        @Override
        public boolean releaseSome(int most) {
            return true;
        }

        @Override
        void finalRead() {}

        @Override
        long completedHandshakes() {
            return leaked;
        }

        @Override
        int longestAnswerWaitMillis() {
            return leaked;
        }
    }

    /** As long as it releases its sockets it finds more of them. */
    @Test
    void replacedLoop_stillCountsItsCompletedHandshakes() throws InterruptedException {
        LoopSlot slot = new LoopSlot(LoopThread.own("halfshake-test"), Leaking::new);
        Leaking first = (Leaking) slot.loop();
        die(first.eventLoop, Death.TOLD).join();
        Leaking second = (Leaking) slot.loop();
        first.leaked = 2;
        assertThat(slot.completedHandshakes()).isEqualTo(2);
        assertThat(slot.longestAnswerWaitMillis()).isEqualTo(2);

        second.leaked = 5;
        die(second.eventLoop, Death.TOLD).join();
        Leaking third = (Leaking) slot.loop();
        third.leaked = 1;
        assertThat(slot.completedHandshakes()).isEqualTo(8);
        assertThat(slot.longestAnswerWaitMillis()).isEqualTo(5);

        assertThat(slot.close(System.nanoTime() + TimeUnit.MINUTES.toNanos(1))).isTrue();
    }

    /** Else its system calls would find their functions unbound. */
    @Test
    void close_waitsForAReplacedLoopThatStillClosesSockets() throws InterruptedException {
        HeldUp held = new HeldUp(calls);
        LoopSlot slot = new LoopSlot(
                LoopThread.own("halfshake-test"),
                eventLoop -> new HalfOpenLoop(
                        eventLoop,
                        held.calls,
                        new SocketFactory(held.calls, SocketOptions.NONE, SocketFactory.Mode.REUSED),
                        CHECKS));
        EngineLoop<?> first = slot.loop();
        CountingProbe lost = new CountingProbe(silent.address(), NONE);
        first.start(first.loopProbe(lost));
        assertThat(lost.isSentWithin(TimeUnit.MINUTES.toMillis(1))).isTrue();
        held.isArmed.set(true);
        die(first.eventLoop, Death.UNTOLD);
        assertThat(held.closing.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(slot.loop()).isNotSameAs(first);

        boolean isClosedMeanwhile = slot.close(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500));
        CountDownLatch over = new CountDownLatch(1);
        slot.whenOver(over::countDown);
        long overMeanwhile = over.getCount();
        held.goOn.countDown();

        assertThat(isClosedMeanwhile).isFalse();
        assertThat(overMeanwhile).isEqualTo(1);
        assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(slot.close(System.nanoTime() + TimeUnit.MINUTES.toNanos(1))).isTrue();
        assertThat(calls.openDescriptors()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }
}
