package io.halfshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Run in a JVM of its own: checks a listener on loopback, one check after the other. Prints what was found, and how
 * often.
 *
 * <p>Arguments: how many checks, the port to listen on.
 */
final class ChecksOfAListener {
    private ChecksOfAListener() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        Map<String, Integer> findings = new TreeMap<>();
        try (ServerSocket listener = new ServerSocket(port, 4_096, InetAddress.getLoopbackAddress());
                Checker checker = Checker.builder()
                        .engine("connect")
                        .resend(Resend.never())
                        .build()) {
            for (int i = 0; i < count; i++) {
                CheckResult result = checker.checkAddr("127.0.0.1:" + listener.getLocalPort(), Duration.ofSeconds(60));
                findings.merge(CountedChecks.finding(result), 1, Integer::sum);
            }
        }
        findings.forEach((finding, times) -> System.out.println(finding + " x" + times));
    }
}
