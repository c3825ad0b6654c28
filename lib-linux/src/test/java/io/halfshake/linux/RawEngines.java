package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** Run in a JVM of its own: which engines there are, which is chosen, and what asking for one by name gives. */
final class RawEngines {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private RawEngines() {}

    public static void main(String[] arguments) throws IOException {
        try (ServerSocket open = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Checker checker = Checker.create()) {
            System.out.println("created: " + checker.engine().name());
            System.out.println("open: "
                    + checker.checkAddr("127.0.0.1:" + open.getLocalPort(), TIMEOUT)
                            .isUp());
        }
        for (EngineStatus status : Checker.engines()) {
            System.out.println("present: " + status.name() + " "
                    + status.availability().isAvailable() + " "
                    + status.availability().cause());
        }
        for (String name : List.of("syn", "echo")) {
            try (Checker checker = Checker.builder().engine(name).build()) {
                System.out.println("named: " + checker.engine().name());
            } catch (EngineUnavailableException e) {
                System.out.println("named: " + name + ": " + e.getMessage());
            }
        }
    }
}
