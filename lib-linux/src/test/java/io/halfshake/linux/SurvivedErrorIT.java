package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine's own event loop goes on where an error reaches it. */
@Requires(Need.RAW_SOCKETS)
class SurvivedErrorIT {
    private static final int CHECKS = 300;

    /** Without resends: a second packet that a busy machine keeps back would be another outcome. */
    private static final EngineSettings SETTINGS = new EngineSettings(2 * CHECKS, false);

    private static final Injector NONE = new Injector(Injector.NEVER);

    private final FaultyCalls calls = new FaultyCalls();
    private final TcpPeer open = TcpPeer.neverAccepting();
    private final TcpPeer silent = TcpPeer.silent();

    @AfterEach
    void close() {
        open.close();
        silent.close();
    }

    private Engine engine(String name) {
        return name.equals(EngineNames.SYN)
                ? PacketEngineFactory.openSyn(new Syn(), SETTINGS, () -> calls)
                : HalfOpenEngineFactory.open(new HalfOpen(), SocketFactory.Mode.REUSED, SETTINGS, () -> calls);
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

    private static final class Throwing implements EpollHandler {
        private final int descriptor;
        private final CountDownLatch thrown = new CountDownLatch(1);

        Throwing(int descriptor) {
            this.descriptor = descriptor;
        }

        @Override
        public int descriptor() {
            return descriptor;
        }

        @Override
        public void ready() {
            thrown.countDown();
            throw new OutOfMemoryError("injected");
        }

        @Override
        public void close() {}
    }

    private static void throwError() {
        throw new StackOverflowError("injected");
    }

    @ParameterizedTest
    @ValueSource(strings = {"half-open", "syn"})
    void ownLoop_goesOnAfterAnError(String name) throws InterruptedException {
        try (Engine engine = engine(name)) {
            List<CountingProbe> waiting = startSilent(engine);
            EventLoop loop = OnLoop.of(waiting.get(0));
            // A stream socket that is not connected has an event at once.
            int descriptor = calls.socket(LibC.AF_INET, LibC.SOCK_STREAM, 0);
            Throwing handler = new Throwing(descriptor);

            loop.execute(new LoopTask(SurvivedErrorIT::throwError));
            EpollRegistration[] registration = new EpollRegistration[1];
            OnLoop.run(loop, () -> {
                loop.schedule(new LoopTask(SurvivedErrorIT::throwError), 0);
                registration[0] = loop.register(handler, LibC.EPOLLIN);
            });
            assertThat(handler.thrown.await(1, TimeUnit.MINUTES)).isTrue();
            OnLoop.run(loop, registration[0]::cancel);
            calls.close(descriptor);

            CountingProbe next = new CountingProbe(open.address(), NONE);
            engine.start(next);
            assertThat(next.await()).isInstanceOf(Outcome.Answered.class);
            for (CountingProbe probe : waiting) {
                assertThat(probe.completions()).isZero();
                engine.expire(probe);
                assertThat(probe.await()).isInstanceOf(Outcome.Silent.class);
            }
            assertThat(waiting).allMatch(probe -> probe.completions() == 1);
        }
        assertThat(calls.descriptorsLeft()).isZero();
        assertThat(calls.strayCalls()).isZero();
    }
}
