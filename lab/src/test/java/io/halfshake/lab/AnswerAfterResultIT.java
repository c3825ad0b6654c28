package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.linux.HalfOpen;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An answer that comes when its check has just ended, and its socket is still to be disconnected. The kernel's timer is
 * the subject, so this waits.
 */
@RequiresLab
@Tag("once")
@Tag("own-loops")
class AnswerAfterResultIT {
    /** The kernel's 200 ms, less a tick of its slowest clock. */
    private static final long ACK_HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(190);

    /** A few ticks more. In between, the kernel may have sent the ACK or not. */
    private static final long ACK_SENT_NANOS = TimeUnit.MILLISECONDS.toNanos(230);

    private static final StandardProtocolFamily FAMILY = StandardProtocolFamily.INET;
    private static final long TIMEOUT_SECONDS = 60;
    private static final int MAX_ATTEMPTS = 20;

    /** Started and expired at once. The thread that receives the outcome is paused for a while. */
    private static final class StallingProbe extends Probe {
        final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        final Engine engine;
        final long stallNanos;
        final Runnable next;

        StallingProbe(Engine engine, InetSocketAddress address, long stallMillis, Runnable next) {
            super(address, Long.MAX_VALUE);
            this.engine = engine;
            this.stallNanos = TimeUnit.MILLISECONDS.toNanos(stallMillis);
            this.next = next;
        }

        @Override
        public void sent(long nanoTime) {
            // At once, on the loop's own thread: the verdict is there before the answer, however busy the machine is.
            engine.expire(this);
        }

        @Override
        public void complete(@Nullable Outcome found) {
            long end = System.nanoTime() + stallNanos;
            for (long left = stallNanos; left > 0; left = end - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            next.run();
            outcome.complete(found);
        }
    }

    /** Also where the next check needs the socket before the loop has polled. */
    @ParameterizedTest
    @CsvSource({"160, false, 0", "700, false, 1", "700, true, 1"})
    void answerAfterTheVerdict_isResetAndCountedIfTooLate(long stallMillis, boolean isNeeded, long completed)
            throws Exception {
        boolean tried = false;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && !tried; attempt++) {
            tried = resetAndCounted(stallMillis, isNeeded, completed);
        }
        assertThat(tried).as("a stall as long as it should be").isTrue();
    }

    /** False if a busy machine let the answer come too early, or has made the stall as long as that of another row. */
    private static boolean resetAndCounted(long stallMillis, boolean isNeeded, long completed) throws Exception {
        Engine engine = new HalfOpen().provider().open(new EngineSettings(2, true));
        try (Lab lab = Lab.start()) {
            lab.play(0, 1, 1, "open delay=150ms");
            StallingProbe other = new StallingProbe(engine, lab.address(FAMILY, 1), 0, () -> {});
            StallingProbe probe = new StallingProbe(engine, lab.address(FAMILY, 0), stallMillis, () -> {
                if (isNeeded) {
                    engine.start(other);
                }
            });

            engine.start(probe);

            if (!(probe.outcome.get(TIMEOUT_SECONDS, TimeUnit.SECONDS) instanceof Outcome.Silent)) {
                return false;
            }
            if (isNeeded) {
                Outcome unused = other.outcome.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
            assertThat(lab.settle().last()).as("SYN-ACKs not reset").isZero();
            HostCounters account = lab.counters(FAMILY, 0);
            long acks = account.acks();
            // Only a SYN that the kernel had to send again is answered twice.
            assertThat(account.challenges() == 0 || account.syns() > 1)
                    .as("%s", account)
                    .isTrue();
            long wait = engine.longestAnswerWaitNanos();
            if (wait > ACK_HELD_NANOS && wait < ACK_SENT_NANOS) {
                return false;
            }
            assertThat(engine.completedHandshakes()).isEqualTo(acks);
            if (acks > completed && wait > ACK_HELD_NANOS) {
                return false;
            }
            if (acks < completed) {
                // The lab was held up, so that the answer came too late to wait for so long.
                return false;
            }
            assertThat(acks).isEqualTo(completed);
            assertThat(wait).isGreaterThanOrEqualTo(completed * ACK_HELD_NANOS);
            return true;
        } finally {
            engine.close();
        }
    }
}
