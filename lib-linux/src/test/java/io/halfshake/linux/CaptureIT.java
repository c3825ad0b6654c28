package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is on the wire. */
@Isolated // Another test's load would stall this one past the kernel's 200 ms.
@Requires({Need.NAMESPACES, Need.TCPDUMP})
class CaptureIT {
    private static final int CHECKS = 20_000;
    private static final int IN_FLIGHT = 500;
    private static final int MAX_ATTEMPTS = 3;

    /** In the accept queue, which is read at the end only, for what a busy machine lets the kernel complete. */
    private static final String ROOM_FOR_ALL = "echo 65535 > /proc/sys/net/core/somaxconn";

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            HalfOpen setup = new HalfOpen().reuseSockets(Boolean.parseBoolean(arguments[0]));
            try (TcpPeer peer = TcpPeer.neverAccepting();
                    Capture capture =
                            Capture.start("lo", "tcp port " + peer.address().getPort());
                    Checker checker = Checker.builder()
                            .engine(setup.provider())
                            .resend(Resend.never())
                            .build()) {
                Map<String, Integer> findings = new ConcurrentHashMap<>();
                new Throng(checker, peer.address(), IN_FLIGHT)
                        .run(
                                CHECKS,
                                Duration.ofSeconds(30),
                                result -> findings.merge(describe(result), 1, Integer::sum));
                System.out.println(findings);
                // This waits for the ACKs that come late.
                int accepted = peer.drainAccepted();
                System.out.println("accepted: " + accepted);
                System.out.println("completed: " + checker.stats().completedHandshakes());
                System.out.println(Capture.kinds(capture.end(3 * CHECKS + accepted)));
            }
        }

        private static String describe(CheckResult result) {
            return Findings.verdict(result) + " " + result.evidence().handshake() + " syns="
                    + result.evidence().syns();
        }
    }

    /** Of a line such as {@code accepted: 3}. */
    private static int number(String line) {
        return Integer.parseInt(line.substring(line.indexOf(' ') + 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void check_putsOnlySynSynAckAndRstOnTheWire(boolean reuse) throws Exception {
        List<String> seen = List.of();
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            seen = Namespaces.jvm(Main.class, ROOM_FOR_ALL)
                    .run(String.valueOf(reuse))
                    .output();
            // A machine that holds the process up past 200 ms says nothing of the engine, which must say so itself.
            if (seen.contains("completed: 0")) {
                break;
            }
        }

        if (seen.contains("completed: 0")) {
            assertThat(seen)
                    .containsExactly(
                            "{UP HALF syns=1=20000}",
                            "accepted: 0",
                            "completed: 0",
                            "{RST=20000, SYN=20000, SYN-ACK=20000}");
        } else {
            assertThat(seen.get(0)).matches("\\{UP (HALF|FULL) syns=1=\\d+(, UP (HALF|FULL) syns=1=\\d+)?\\}");
            assertThat(number(seen.get(1))).as("%s", seen).isLessThanOrEqualTo(number(seen.get(2)));
            assertThat(seen.get(3)).as("%s", seen).contains("RST=20000, SYN=20000, SYN-ACK=20000");
        }
    }
}
