package io.halfshake.linux;

import io.halfshake.Checker;
import io.halfshake.EngineReport;
import java.time.Duration;

/** Run in a JVM and a network of its own: a service that starts before its loopback interface is up. */
final class StartedEarly {
    /** The search for a better engine begins after a second. */
    private static final int MAX_CHECKS = 600;

    private StartedEarly() {}

    public static void main(String[] arguments) throws Exception {
        try (Checker checker = Checker.create()) {
            print("at first", checker.engine());
            Process up = new ProcessBuilder("ip", "link", "set", "lo", "up")
                    .inheritIO()
                    .start();
            System.out.println("lo up: " + up.waitFor());
            for (int i = 0; i < MAX_CHECKS && !checker.engine().name().equals("half-open"); i++) {
                checker.checkAddr("127.0.0.1:1", Duration.ofSeconds(1));
                Thread.sleep(100);
            }
            print("later", checker.engine());
            System.out.println("refused: "
                    + checker.checkAddr("127.0.0.1:1", Duration.ofSeconds(10)).isDown());
        }
        try (Checker checker = Checker.create()) {
            print("another", checker.engine());
        }
    }

    private static void print(String when, EngineReport report) {
        System.out.println(when + ": " + report.name() + " " + report.handshake());
    }
}
