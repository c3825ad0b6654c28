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
class CaptureIT {
    private static final int CHECKS = 20_000;
    private static final int IN_FLIGHT = 500;
    private static final int MOST_ATTEMPTS = 3;

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
                System.out.println("accepted: " + peer.drainAccepted());
                System.out.println("unkept: " + checker.stats().unkeptHalfOpen());
                System.out.println(Capture.kinds(capture.end(3 * CHECKS)));
            }
        }

        private static String describe(CheckResult result) {
            return Findings.verdict(result) + " " + result.evidence().handshake() + " syns="
                    + result.evidence().syns();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsASynASynAckAndARstForEachCheckAndNothingElse(boolean reuse) throws Exception {
        List<String> seen = List.of();
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            seen = Namespaces.jvm(Main.class).run(String.valueOf(reuse)).output();
            // A machine that holds the process up past 200 ms says nothing of the engine, which must say so itself.
            if (seen.contains("unkept: 0")) {
                break;
            }
        }

        assertThat(seen)
                .containsExactly(
                        "{UP HALF syns=1=20000}", "accepted: 0", "unkept: 0", "{RST=20000, SYN=20000, SYN-ACK=20000}");
    }
}
