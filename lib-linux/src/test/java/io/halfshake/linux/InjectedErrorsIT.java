package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.testing.TcpPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every call that a loop makes throws once: every system call, every call of a probe. Each probe is completed once all
 * the same, nothing is left open, and the next check finds its answer.
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

    private final TcpPeer open = TcpPeer.neverAccepting();
    private final TcpPeer closed = TcpPeer.refusing();
    private final TcpPeer silent = TcpPeer.silent();

    @AfterEach
    void close() {
        open.close();
        closed.close();
        silent.close();
    }

    /** The same with the event loops that are tested. */
    <S extends LinuxSetup<S>> S onLoops(S setup, Injector unused) {
        return setup;
    }

    /** Calls of every check: each throws when it is first made. Which number it has depends on how threads run. */
    List<String> surelyMade() {
        return List.of(
                "SystemCalls.socket",
                "SystemCalls.epollCreate",
                "SystemCalls.eventFd",
                "SystemCalls.epollControl",
                "SystemCalls.epollWait",
                "Probe.sent",
                "Probe.complete");
    }

    private Engine engine(String name, SystemCalls calls, Injector injector) {
        if (name.equals(EngineNames.SYN)) {
            return PacketEngineFactory.openSyn(onLoops(new Syn(), injector), SETTINGS, () -> calls);
        }
        if (name.equals(EngineNames.ECHO)) {
            return PacketEngineFactory.openEcho(onLoops(new Echo(), injector), SETTINGS, () -> calls);
        }
        SocketFactory.Mode mode = name.endsWith("fresh") ? SocketFactory.Mode.FRESH : SocketFactory.Mode.REUSED;
        return HalfOpenEngineFactory.open(onLoops(new HalfOpen(), injector), mode, SETTINGS, () -> calls);
    }

    /** The method that has thrown; null if none did. */
    private @Nullable String run(String name, Injector injector) throws InterruptedException {
        FaultyCalls calls = new FaultyCalls();
        injector.arm();
        Engine engine = null;
        try {
            engine = engine(name, injector.wrap(SystemCalls.class, calls, SPARED_CALLS), injector);
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
        assertThat(calls.descriptorsLeft())
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
            // Closing may have been given up by then, and goes on.
            assertThat(probe.isCompletedWithin(TimeUnit.MINUTES.toMillis(1)))
                    .as("%s ends after %s", probe.address(), injector.thrownBy())
                    .isTrue();
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
    void errorInACall_losesNoProbeAndNoDescriptor(String engine) throws InterruptedException {
        int number = 0;
        String last = "";
        while (last != null && number < MAX_CALLS) {
            last = run(engine, new Injector(number++));
        }
        assertThat(last).as("there is a last call").isNull();
        for (String call : surelyMade()) {
            assertThat(run(engine, Injector.atFirst(call))).isEqualTo(call);
        }
    }
}
