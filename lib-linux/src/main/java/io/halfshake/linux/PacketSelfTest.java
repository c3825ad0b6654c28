package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Availability;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineSettings;
import io.halfshake.spi.Outcome;
import io.halfshake.spi.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Finds by doing whether the engines that make their own packets work here: a question to our own loopback interface.
 */
final class PacketSelfTest {
    private static final long PATIENCE_SECONDS = 2;
    private static final EngineSettings SMALL = new EngineSettings(2, true);

    private PacketSelfTest() {}

    static Availability runSyn() {
        return runSyn(() -> PacketAssembly.openSyn(new RawSyn(), SMALL));
    }

    static Availability runSyn(Supplier<Engine> open) {
        List<String> evidence = new ArrayList<>();
        return run(evidence, () -> {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                listener.configureBlocking(false);
                ask(open, (InetSocketAddress) listener.getLocalAddress(), evidence);
                try (SocketChannel accepted = listener.accept()) {
                    evidence.add("accept queue: " + (accepted == null ? "empty" : "NOT empty"));
                    return accepted == null ? "" : "loopback listener: accepted (expected a RST from the kernel)";
                }
            }
        });
    }

    static Availability runEcho() {
        return runEcho(() -> PacketAssembly.openEcho(new Echo(), SMALL));
    }

    static Availability runEcho(Supplier<Engine> open) {
        List<String> evidence = new ArrayList<>();
        return run(evidence, () -> {
            ask(open, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), evidence);
            return "";
        });
    }

    /** Says what is wrong, or nothing. */
    private interface Trial {
        String run() throws IOException, InterruptedException, TimeoutException;
    }

    private static Availability run(List<String> evidence, Trial trial) {
        try {
            SelfTest.requireLinux();
            NettyPresence.require();
            evidence.add("Netty epoll: loaded");
            String trouble = trial.run();
            return trouble.isEmpty()
                    ? Availability.available(Handshake.HALF, evidence)
                    : Availability.unavailable(trouble, evidence);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Availability.unavailable("interrupted", evidence);
        } catch (Exception | Error e) {
            // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
            return Availability.unavailable(SelfTest.describe(e), evidence);
        }
    }

    private static void ask(Supplier<Engine> open, InetSocketAddress address, List<String> evidence)
            throws InterruptedException, TimeoutException {
        try (Engine engine = open.get()) {
            evidence.add("sockets: opened");
            Asked asked = new Asked(address);
            engine.start(asked);
            Outcome outcome = asked.outcome.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (outcome instanceof Outcome.Failed failed && failed.cause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (!(outcome instanceof Outcome.Answered)) {
                throw new IllegalStateException("loopback: " + outcome + " (expected an answer)");
            }
            evidence.add("loopback: answered");
        } catch (ExecutionException e) {
            throw new IllegalStateException("loopback: failed", e);
        }
    }

    private static final class Asked extends Probe {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

        Asked(InetSocketAddress address) {
            super(address, System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS));
        }

        @Override
        public void sent(long nanoTime) {
            // Nobody counts this one's time.
        }

        @Override
        public void complete(Outcome result) {
            outcome.complete(result);
        }
    }
}
