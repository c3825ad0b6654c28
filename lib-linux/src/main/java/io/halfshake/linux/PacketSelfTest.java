package io.halfshake.linux;

import io.halfshake.Handshake;
import io.halfshake.spi.Engine;
import io.halfshake.spi.EngineAvailability;
import io.halfshake.spi.EngineSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Probes whether the engines that make their own packets work on this host: one probe of the loopback interface. */
final class PacketSelfTest {
    private static final EngineSettings SMALL = new EngineSettings(2, true);

    /**
     * Where it reads 1, the kernel ignores echo requests (ip-sysctl.rst), and each use of the engine would wait long.
     */
    private static final Path IGNORE_ALL = Path.of("/proc/sys/net/ipv4/icmp_echo_ignore_all");

    private static final int IGNORED_TIMEOUT_SECONDS = 2;

    private PacketSelfTest() {}

    static EngineAvailability runSyn() {
        return runSyn(() -> PacketEngineFactory.openSyn(new Syn(), SMALL));
    }

    static EngineAvailability runSyn(Supplier<Engine> open) {
        List<String> evidence = new ArrayList<>();
        return run(evidence, () -> {
            try (ServerSocketChannel listener = ServerSocketChannel.open()) {
                listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                listener.configureBlocking(false);
                EngineTrial.ask(
                        open, (InetSocketAddress) listener.getLocalAddress(), EngineTrial.TIMEOUT_SECONDS, evidence);
                try (SocketChannel accepted = listener.accept()) {
                    evidence.add("accept queue: " + (accepted == null ? "empty" : "NOT empty"));
                    return accepted == null ? "" : "loopback listener: accepted (expected a RST from the kernel)";
                }
            }
        });
    }

    static EngineAvailability runEcho() {
        return runEcho(() -> PacketEngineFactory.openEcho(new Echo(), SMALL));
    }

    static EngineAvailability runEcho(Supplier<Engine> open) {
        List<String> evidence = new ArrayList<>();
        return run(evidence, () -> {
            InetSocketAddress host = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            EngineTrial.ask(open, host, echoTimeoutSeconds(), evidence);
            return "";
        });
    }

    private static int echoTimeoutSeconds() {
        try {
            return Files.readString(IGNORE_ALL).startsWith("1") ? IGNORED_TIMEOUT_SECONDS : EngineTrial.TIMEOUT_SECONDS;
        } catch (IOException e) {
            // A sandbox without it: it may ignore them too.
            return IGNORED_TIMEOUT_SECONDS;
        }
    }

    /** Says what is wrong, or nothing. */
    private interface Trial {
        String run() throws IOException, InterruptedException;
    }

    private static EngineAvailability run(List<String> evidence, Trial trial) {
        try {
            SelfTest.requireLinux();
            String localFailure = trial.run();
            return localFailure.isEmpty()
                    ? EngineAvailability.available(Handshake.HALF, evidence)
                    : EngineAvailability.unavailable(localFailure, evidence);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return EngineAvailability.unavailable("interrupted", evidence).thatMayChange();
        } catch (Exception | Error e) {
            // Any Error: JNA throws one that is no LinkageError where it finds a native library of another version.
            return TransientCauses.unavailable(e, evidence);
        }
    }
}
