package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import io.halfshake.EngineStatus;
import io.halfshake.EngineUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/**
 * Run in a JVM of its own: what an application sees on this class path. Only the core's classes may be touched here.
 */
final class OpenedEngines {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private OpenedEngines() {}

    public static void main(String[] arguments) throws IOException {
        try (Checker checker = Checker.create()) {
            EngineReport report = checker.engine();
            System.out.println("created: " + report.name() + " " + report.handshake());
            report.passedOver().forEach(p -> System.out.println("passed over: " + p.engine() + ": " + p.cause()));
            use(checker);
        }
        for (EngineStatus status : Checker.engines()) {
            System.out.println("present: " + status.name() + " "
                    + status.availability().handshake() + " "
                    + status.availability().cause());
        }
        try (Checker checker = Checker.builder().requireHalfOpen().build()) {
            System.out.println("required: " + checker.engine().name());
        }
        try (Checker checker = Checker.builder().engine("half-open").build()) {
            System.out.println("named: " + checker.engine().name());
        } catch (EngineUnavailableException e) {
            System.out.println("named: " + e.getMessage());
        }
    }

    private static void use(Checker checker) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket open = new ServerSocket(0, 50, loopback);
                Socket closed = new Socket()) {
            closed.bind(new InetSocketAddress(loopback, 0));
            System.out.println("open: "
                    + checker.checkAddr("127.0.0.1:" + open.getLocalPort(), TIMEOUT)
                            .isUp());
            System.out.println("closed: "
                    + checker.checkAddr("127.0.0.1:" + closed.getLocalPort(), TIMEOUT)
                            .isDown());
        }
    }
}
