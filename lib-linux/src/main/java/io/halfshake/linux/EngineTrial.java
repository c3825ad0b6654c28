package io.halfshake.linux;

import io.halfshake.spi.Engine;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One probe through a whole engine, as a checker sends it. Parts that work each by itself may not work together. */
final class EngineTrial {
    /**
     * For an answer that is certain to come: far more than an engine needs whose classes are loaded by a JVM that has
     * just started, on a machine that is busy.
     */
    static final int TIMEOUT_SECONDS = 10;

    /** A pause of the process uses up one of these, and not all of the time there is. */
    private static final long SLICE_MILLIS = 100;

    private EngineTrial() {}

    /** Throws what prevents an answer within that many seconds. */
    static void ask(Supplier<Engine> open, InetSocketAddress address, int seconds, List<String> evidence)
            throws InterruptedException, SocketTimeoutException {
        try (Engine engine = open.get()) {
            evidence.add("sockets: opened");
            Asked asked = new Asked(address, seconds);
            engine.start(asked);
            if (!asked.isAnsweredWithin(seconds)) {
                throw new SocketTimeoutException(
                        "loopback: no answer within " + seconds + " s (expected one through the event loop)");
            }
            require(asked.outcome);
            evidence.add("loopback: answered");
        }
    }

    private static void require(@Nullable Outcome outcome) {
        if (outcome instanceof Outcome.Failed failed && failed.cause() instanceof RuntimeException cause) {
            throw cause;
        }
        if (outcome instanceof Outcome.Failed failed && failed.cause() instanceof Error cause) {
            throw cause;
        }
        if (!(outcome instanceof Outcome.Answered)) {
            throw new IllegalStateException("loopback: " + outcome + " (expected an answer)");
        }
    }

    private static final class Asked extends Probe {
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile @Nullable Outcome outcome;

        Asked(InetSocketAddress address, int seconds) {
            super(address, System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds));
        }

        boolean isAnsweredWithin(int seconds) throws InterruptedException {
            boolean isAnswered = false;
            for (long left = TimeUnit.SECONDS.toMillis(seconds); left > 0 && !isAnswered; left -= SLICE_MILLIS) {
                isAnswered = answered.await(SLICE_MILLIS, TimeUnit.MILLISECONDS);
            }
            return isAnswered;
        }

        @Override
        public void sent(long nanoTime) {
            // The time of this probe is not measured.
        }

        @Override
        public void complete(Outcome result) {
            outcome = result;
            answered.countDown();
        }
    }
}
