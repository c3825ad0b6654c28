package io.halfshake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Run in a JVM of its own: checks targets with the engine {@code connect} and prints what it found, and how often.
 *
 * <p>Arguments: how many checks of each target, a timeout, the targets. A target with a + in front is a local address
 * that is bound first and held.
 */
final class CountedChecks {
    private CountedChecks() {}

    public static void main(String[] arguments) throws IOException {
        int count = Integer.parseInt(arguments[0]);
        Duration timeout = Duration.parse(arguments[1]);
        List<Socket> held = new ArrayList<>();
        Map<String, Integer> findings = new TreeMap<>();
        try (Checker checker =
                Checker.builder().engine("connect").resend(Resend.never()).build()) {
            for (String target : List.of(arguments).subList(2, arguments.length)) {
                if (target.startsWith("+")) {
                    held.add(bind(Target.parse(target.substring(1))));
                    continue;
                }
                for (int i = 0; i < count; i++) {
                    CheckResult result = Unstalled.check(() -> checker.checkAddr(target, timeout));
                    findings.merge(result.target() + " " + finding(result), 1, Integer::sum);
                }
            }
        }
        findings.forEach((finding, times) -> System.out.println(finding + " x" + times));
        for (Socket socket : held) {
            socket.close();
        }
    }

    private static Socket bind(Target target) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(target.host()), target.port()));
        return socket;
    }

    static String finding(CheckResult result) {
        Evidence evidence = result.evidence();
        return verdict(result) + " " + evidence.signal() + " " + evidence.errno() + " syns=" + evidence.syns();
    }

    static String verdict(CheckResult result) {
        if (result instanceof CheckResult.Down down) {
            return "DOWN " + down.reason();
        }
        return result instanceof CheckResult.Unknown unknown ? "UNKNOWN " + unknown.reason() : "UP";
    }
}
