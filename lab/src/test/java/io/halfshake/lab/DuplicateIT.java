package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.Checker;
import io.halfshake.Handshake;
import io.halfshake.linux.HalfOpen;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A SYN-ACK that arrives twice: the second draws a challenge ACK unless the socket was reset in between. */
@RequiresLab
@Tag("once")
class DuplicateIT {
    private static final int HOSTS = 200;
    private static final int MAX_ATTEMPTS = 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Does something on the loop's own thread before it is sent, and is not waited for. */
    private static class HookedProbe extends Probe {
        private final Runnable hook;

        HookedProbe(InetSocketAddress address, Runnable hook) {
            super(address, Long.MAX_VALUE);
            this.hook = hook;
        }

        @Override
        public final void sent(long nanoTime) {
            hook.run();
        }

        @Override
        public void complete(Outcome found) {}
    }

    private static final class FutureProbe extends HookedProbe {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        FutureProbe(InetSocketAddress address) {
            super(address, () -> {});
        }

        @Override
        public void complete(Outcome found) {
            outcome.complete(found);
        }
    }

    @ParameterizedTest
    @EnumSource(value = StandardProtocolFamily.class, names = "UNIX", mode = EnumSource.Mode.EXCLUDE)
    void duplicateSynAck_isReportedAndCountedByHalfOpen(StandardProtocolFamily family) throws Exception {
        try (Lab lab = Lab.start();
                Engine engine = new HalfOpen().provider().open(new EngineSettings(16, false))) {
            lab.play(HOSTS, "silent");
            long asked = 0;
            for (int host = 0; host < HOSTS; host++) {
                boolean isChallenged = false;
                for (int attempt = 0; attempt < MAX_ATTEMPTS && !isChallenged; attempt++) {
                    lab.play(host, "open copies=2 delay=5ms");
                    Outcome found = askAndPause(lab, engine, family, host);
                    assertThat(found).isInstanceOf(Outcome.Answered.class);
                    assertThat(found.evidence().handshake()).as("%s", found).isEqualTo(Handshake.FULL);
                    asked++;
                    // Else the lab was held up between the two, so long that the kernel sent the ACK that it held back.
                    isChallenged = lab.counters(family, host).challenges() > 0;
                }
            }
            assertThat(engine.completedHandshakes()).isEqualTo(asked);
            HostCounters unused = lab.settle();
            assertThat(lab.accounts(family, 0, HOSTS - 1))
                    .allMatch(account -> account.acks() == 1 && account.challenges() == 1);
        }
    }

    /** The loop does not poll between the SYN and the ACK that the copy draws: else it would be a race. */
    private static Outcome askAndPause(Lab lab, Engine engine, StandardProtocolFamily family, int host)
            throws Exception {
        FutureProbe asked = new FutureProbe(lab.address(family, host));
        HookedProbe last = new HookedProbe(lab.address(family, HOSTS), () -> awaitAck(lab, family, host));
        // What is started on the loop's own thread is sent before it polls.
        HookedProbe first = new HookedProbe(lab.address(family, HOSTS), () -> {
            engine.start(asked);
            engine.start(last);
        });
        engine.start(first);
        try {
            return asked.outcome.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } finally {
            engine.cancel(first);
            engine.cancel(last);
        }
    }

    private static void awaitAck(Lab lab, StandardProtocolFamily family, int host) {
        long start = System.nanoTime();
        while (lab.counters(family, host).acks() == 0 && System.nanoTime() - start < TIMEOUT.toNanos()) {
            Thread.onSpinWait();
        }
    }

    /** Pinned down, since docs/outcomes.md admits it. */
    @Test
    void duplicateSynAck_isNotSeenByConnect() {
        try (Lab lab = Lab.start();
                Checker checker = EngineUnderTest.CONNECT.builder().build()) {
            lab.play(0, HOSTS - 1, 1, "open copies=2 delay=5ms");
            for (int host = 0; host < HOSTS; host++) {
                assertThat(checker.check(lab.address(StandardProtocolFamily.INET, host), TIMEOUT)
                                .isUp())
                        .isTrue();
            }

            assertThat(lab.settle().challenges()).isPositive();
            assertThat(checker.stats().completedHandshakes()).isLessThan(HOSTS);
        }
    }
}
