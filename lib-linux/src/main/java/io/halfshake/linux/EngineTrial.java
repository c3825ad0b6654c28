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
    private static final long PATIENCE_SECONDS = 2;

    private EngineTrial() {}

    /** Throws what prevents an answer. */
    static void ask(Supplier<Engine> open, InetSocketAddress address, List<String> evidence)
            throws InterruptedException, SocketTimeoutException {
        try (Engine engine = open.get()) {
            evidence.add("sockets: opened");
            Asked asked = new Asked(address);
            engine.start(asked);
            if (!asked.answered.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SocketTimeoutException(
                        "loopback: no answer within " + PATIENCE_SECONDS + " s (expected one through the event loop)");
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

        Asked(InetSocketAddress address) {
            super(address, System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
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
