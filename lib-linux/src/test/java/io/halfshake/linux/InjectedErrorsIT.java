package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoRegistration;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.util.concurrent.Future;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call that a loop makes throws once: every system call, every call of a user's event loop, every call of a
 * probe. Each probe is completed once all the same, nothing is left open, and the next check finds its answer.
 */
@Requires(Need.RAW_SOCKETS)
class InjectedErrorsIT {
    private static final EngineSettings SETTINGS = new EngineSettings(16, true);
    private static final int MAX_CALLS = 2_000;
    private static final int ROUNDS = 2;
    private static final int MAX_NUDGES = 100;
    private static final long NUDGE_MILLIS = 500;

    /** To close a descriptor a second time might close another's. */
    private static final Set<String> SPARED_CALLS = Set.of("close", "descriptorLimit");

    private static final Set<String> SPARED_LOOP_CALLS =
            Set.of("inEventLoop", "isShuttingDown", "isTerminated", "terminationFuture", "isExecutorThread");

    private final IoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final TcpPeer open = TcpPeer.neverAccepting();
    private final TcpPeer closed = TcpPeer.refusing();
    private final TcpPeer silent = TcpPeer.silent();

    @AfterEach
    void close() {
        open.close();
        closed.close();
        silent.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static Engine engine(String name, SystemCalls calls, @Nullable IoEventLoopGroup shared) {
        if (name.equals(EngineNames.SYN)) {
            Syn setup = shared == null ? new Syn() : new Syn().eventLoops(NettyLoops.of(shared));
            return PacketEngineFactory.openSyn(setup, SETTINGS, () -> calls);
        }
        if (name.equals(EngineNames.ECHO)) {
            Echo setup = shared == null ? new Echo() : new Echo().eventLoops(NettyLoops.of(shared));
            return PacketEngineFactory.openEcho(setup, SETTINGS, () -> calls);
        }
        HalfOpen setup = shared == null ? new HalfOpen() : new HalfOpen().eventLoops(NettyLoops.of(shared));
        SocketFactory.Mode mode = name.endsWith("fresh") ? SocketFactory.Mode.FRESH : SocketFactory.Mode.REUSED;
        return HalfOpenEngineFactory.open(setup, mode, SETTINGS, () -> calls);
    }

    /** With a thread of its own, or sharing one. */
    private interface Assembly {
        Engine open(SystemCalls calls, Injector injector);
    }

    private void assertThatNothingIsLostWhereverOneThrows(Assembly assembly, String... expectedAmong)
            throws InterruptedException {
        Set<String> thrownBy = new TreeSet<>();
        int number = 0;
        String last = "";
        while (last != null && number < MAX_CALLS) {
            last = run(assembly, new Injector(number++));
            if (last != null) {
                thrownBy.add(last);
            }
        }
        assertThat(last).as("there is a last call").isNull();
        assertThat(thrownBy).contains(expectedAmong);
    }

    /** The method that has thrown; null if none did. */
    private @Nullable String run(Assembly assembly, Injector injector) throws InterruptedException {
        FaultyCalls calls = new FaultyCalls();
        injector.arm();
        Engine engine = null;
        try {
            engine = assembly.open(injector.wrap(SystemCalls.class, calls, SPARED_CALLS), injector);
        } catch (RuntimeException | Error e) {
            assertThat(injector.thrownBy()).as("%s", e).isNotNull();
        }
        if (engine != null) {
            try {
                ask(engine, injector);
            } finally {
                engine.close();
            }
        }
        assertThat(calls.openDescriptors())
                .as("open after %s", injector.thrownBy())
                .isZero();
        assertThat(calls.strayCalls())
                .as("stray calls after %s", injector.thrownBy())
                .isZero();
        return injector.thrownBy();
    }

    private void ask(Engine engine, Injector injector) throws InterruptedException {
        Round round = new Round(engine, injector);
        for (int i = 0; i < ROUNDS; i++) {
            round.askAll();
        }
        injector.disarm();

        CountingProbe next = new CountingProbe(open.address(), injector);
        engine.start(next);
        assertThat(next.await()).as("after %s", injector.thrownBy()).isInstanceOf(Outcome.Answered.class);
        engine.close();
        for (CountingProbe probe : round.started) {
            assertThat(probe.completions())
                    .as("%s after %s", probe.address(), injector.thrownBy())
                    .isEqualTo(1);
        }
    }

    /** Probes of an open, a closed and a silent address. */
    private final class Round {
        private final Engine engine;
        private final Injector injector;
        private final List<CountingProbe> started = new ArrayList<>();

        Round(Engine engine, Injector injector) {
            this.engine = engine;
            this.injector = injector;
        }

        void askAll() throws InterruptedException {
            CountingProbe answered = start(open);
            CountingProbe refused = start(closed);
            CountingProbe unanswered = start(silent);
            await(answered);
            await(refused);
            for (int i = 0; i < MAX_NUDGES && !unanswered.isSentWithin(NUDGE_MILLIS); i++) {
                start(closed);
            }
            assertThat(unanswered.isSentWithin(0))
                    .as("%s is sent after %s", unanswered.address(), injector.thrownBy())
                    .isTrue();
            expire(unanswered);
            await(unanswered);
        }

        private CountingProbe start(TcpPeer peer) {
            CountingProbe probe = new CountingProbe(peer.address(), injector);
            try {
                engine.start(probe);
                started.add(probe);
            } catch (RuntimeException | Error e) {
                // The checker knows by this that it will not be asked.
                assertThat(e).hasMessage("injected");
                probe.reject();
            }
            return probe;
        }

        private void expire(CountingProbe probe) {
            try {
                engine.expire(probe);
            } catch (RuntimeException | Error e) {
                // It is done as soon as anything wakes the loop.
                assertThat(e).hasMessage("injected");
            }
        }

        /** Other checks go on: where it was the loop's alarm that failed, the next one wakes it. */
        private void await(CountingProbe probe) throws InterruptedException {
            for (int i = 0; i < MAX_NUDGES && !probe.isCompletedWithin(NUDGE_MILLIS); i++) {
                start(closed);
            }
            assertThat(probe.isCompletedWithin(0))
                    .as("%s after %s", probe.address(), injector.thrownBy())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-open", "half-open, fresh", "syn", "echo"})
    void errorInASystemCallOrAProbe_losesNoProbeAndNoDescriptor(String engine) throws InterruptedException {
        assertThatNothingIsLostWhereverOneThrows(
                (calls, injector) -> engine(engine, calls, null),
                "SystemCalls.socket",
                "SystemCalls.epollCreate",
                "SystemCalls.eventFd",
                "SystemCalls.epollControl",
                "SystemCalls.epollWait",
                "Probe.sent",
                "Probe.complete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-open", "half-open, fresh", "syn", "echo"})
    void errorInAnEventLoopCall_losesNoProbeAndNoDescriptor(String engine) throws InterruptedException {
        assertThatNothingIsLostWhereverOneThrows(
                (calls, injector) -> engine(engine, calls, faulty(injector)),
                "IoEventLoop.execute",
                "IoEventLoop.register",
                "IoRegistration.submit",
                "SystemCalls.socket");
    }

    /** The real group, of one event loop that may throw. */
    private IoEventLoopGroup faulty(Injector injector) {
        IoEventLoop real = group.next();
        IoEventLoop loop = injector.wrap(IoEventLoop.class, registering(real, injector), SPARED_LOOP_CALLS);
        return (IoEventLoopGroup) Proxy.newProxyInstance(
                IoEventLoopGroup.class.getClassLoader(),
                new Class<?>[] {IoEventLoopGroup.class},
                (proxy, method, values) -> method.getName().equals("iterator")
                        ? List.of(loop).iterator()
                        : Injector.call(group, method, values));
    }

    /** The same event loop, whose registrations may throw. */
    private static IoEventLoop registering(IoEventLoop real, Injector injector) {
        return (IoEventLoop) Proxy.newProxyInstance(
                IoEventLoop.class.getClassLoader(), new Class<?>[] {IoEventLoop.class}, (proxy, method, values) -> {
                    Object result = Injector.call(real, method, values);
                    return method.getName().equals("register")
                            ? registered((Future<?>) Objects.requireNonNull(result), injector)
                            : result;
                });
    }

    private static Object registered(Future<?> real, Injector injector) {
        return Proxy.newProxyInstance(
                Future.class.getClassLoader(),
                new Class<?>[] {Future.class},
                (proxy, method, values) -> wrapped(real, method, values, injector));
    }

    private static @Nullable Object wrapped(
            Future<?> real, Method method, @Nullable Object @Nullable [] values, Injector injector) throws Throwable {
        Object result = Injector.call(real, method, values);
        return method.getName().equals("getNow") && result != null
                ? injector.wrap(IoRegistration.class, (IoRegistration) result, Set.of())
                : result;
    }
}
