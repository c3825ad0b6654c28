package io.halfshake.it;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.Handshake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/**
 * Verifies that {@link Checker#create()} makes half-open checks in this process, unseen by the server, and that a
 * closed checker leaves nothing behind.
 */
public final class HalfOpenVerifier {
    private static final String ENGINE = "half-open";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    /** So often, so that a leak of one each time stands out from what the rest of the application opens meanwhile. */
    private static final int CHECKERS = 10;

    /** The kernel completes a handshake while the process is paused for 200 ms, as on a very busy machine. */
    private static final int MAX_ATTEMPTS = 5;

    /** The first JDK on which system calls need no JNA. */
    private static final int FIRST_WITH_FFM = 22;

    private HalfOpenVerifier() {}

    /**
     * Verifies, prints the report and ends normally, or with an exception and hence a status other than 0.
     *
     * @param arguments none
     * @throws Exception if a step fails
     */
    public static void main(String[] arguments) throws Exception {
        System.out.println(verify());
    }

    /**
     * Checks a listener on loopback that never accepts, with several checkers, one after the other.
     *
     * <p>Other threads, sockets and event loops of the application do no harm, unless it opens ten or more of them
     * while this runs and keeps them.
     *
     * @return one line with the engine and the last result
     * @throws IOException if the listener cannot be opened, or the open descriptors not be read
     * @throws InterruptedException if the calling thread is interrupted
     * @throws IllegalStateException if the engine, the result or what is left behind is not as expected
     */
    public static String verify() throws IOException, InterruptedException {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), 0));
            listener.configureBlocking(false);
            // The first one loads the libraries, which stay.
            String report = check(listener);
            requireJvmsOwnInterface();
            OpenResources before = OpenResources.now();
            for (int i = 0; i < CHECKERS; i++) {
                report = check(listener);
            }
            before.awaitGrowthBelow(CHECKERS);
            require(accept(listener) == 0, "connections in the accept queue after the last check", "0", "1 or more");
            return report;
        }
    }

    /** Where it fails JNA is taken, so that nothing else would tell. */
    private static void requireJvmsOwnInterface() {
        if (Runtime.version().feature() >= FIRST_WITH_FFM) {
            List<String> evidence = Checker.engines().stream()
                    .filter(engine -> engine.name().equals(ENGINE))
                    .flatMap(engine -> engine.availability().evidence().stream())
                    .toList();
            require(evidence.contains("FFM: linked"), "evidence", "FFM: linked", evidence.toString());
        }
    }

    private static String check(ServerSocketChannel listener) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try (Checker checker = Checker.create()) {
                EngineReport engine = checker.engine();
                require(engine.name().equals(ENGINE), "engine", ENGINE, engine.describe());

                CheckResult result = checker.check((InetSocketAddress) listener.getLocalAddress(), TIMEOUT);
                require(result.isUp(), "result", "Up", result.describe());
                require(result.evidence().engine().equals(ENGINE), "engine of the result", ENGINE, result.describe());

                Handshake handshake = result.evidence().handshake();
                int accepted = accept(listener);
                // FULL where the kernel may have completed it, so there need not be a connection.
                int limit = handshake == Handshake.HALF ? 0 : 1;
                require(
                        accepted <= limit,
                        "connections in the accept queue",
                        limit + " at most",
                        accepted + " after: " + result.describe());
                if (handshake == Handshake.HALF) {
                    return engine.describe() + "; " + result.describe();
                }
                require(attempt < MAX_ATTEMPTS, "handshake", "HALF", result.describe() + ", attempt " + attempt);
            }
        }
    }

    private static int accept(ServerSocketChannel listener) throws IOException {
        int accepted = 0;
        for (SocketChannel connection = listener.accept(); connection != null; connection = listener.accept()) {
            connection.close();
            accepted++;
        }
        return accepted;
    }

    private static void require(boolean met, String name, String expected, String actual) {
        if (!met) {
            throw new IllegalStateException(name + ": " + actual + " (expected " + expected + ")");
        }
    }
}
