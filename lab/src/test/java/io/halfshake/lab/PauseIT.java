package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole JVM stands still for a second while it checks: nothing is accepted meanwhile, and nothing blamed on
 * targets.
 */
@RequiresLab
@Tag("once")
@Tag("own-loops")
class PauseIT {
    private static final int CHECKS = 10_000;
    private static final int IN_FLIGHT = 500;
    private static final long PAUSE_MILLIS = 1_200;
    private static final long TIMEOUT_SECONDS = 120;

    /** Shorter than the pause, so that it takes the whole of it from the checks that it meets. */
    private static final int SHORT_MILLIS = 900;

    /** So long that a pause makes no difference to any verdict, be it of the JVM or of the lab. */
    private static final int LONG_MILLIS = 60_000;

    private static final List<String> KINDS = List.of(
            "open",
            "open delay=20ms",
            "open delay=100ms jitter=50ms",
            "refused",
            "open copies=2",
            "refused delay=100ms");

    /** What the host of a fleet does. */
    static String kind(int host) {
        return KINDS.get(host % KINDS.size());
    }

    private static Map<String, Integer> check(String first, int hosts, int port, int timeoutMillis) throws Exception {
        try (ForkedChecks forked = ForkedChecks.start(
                PausedChecks.class,
                List.of("-Xmx256m"),
                List.of(
                        first,
                        Integer.toString(hosts),
                        Integer.toString(port),
                        Integer.toString(CHECKS),
                        Integer.toString(IN_FLIGHT),
                        Integer.toString(timeoutMillis)))) {
            assertThat(forked.line()).isEqualTo("checking");
            forked.pause(PAUSE_MILLIS);
            forked.goOn();
            Map<String, Integer> findings = new TreeMap<>();
            int completed = 0;
            for (String line : forked.rest(TIMEOUT_SECONDS)) {
                String[] words = line.split(" ", 2);
                if (words[0].equals("completed")) {
                    completed = Integer.parseInt(words[1]);
                } else {
                    findings.put(words[1], Integer.valueOf(words[0]));
                }
            }
            System.out.println("pause of " + PAUSE_MILLIS + " ms, " + hosts + " hosts, timeout " + timeoutMillis
                    + " ms: " + findings);
            assertThat(findings.values().stream().mapToInt(Integer::intValue).sum())
                    .isGreaterThanOrEqualTo(CHECKS);
            // Where the engine has not ended a check soon after the pause, the checker cannot know what it sent. What
            // was completed in fact is counted at the other end.
            assertThat(completed).isLessThanOrEqualTo(count(findings, "UNKNOWN STALLED"));
            return findings;
        }
    }

    private static int count(Map<String, Integer> findings, String verdict) {
        return findings.entrySet().stream()
                .filter(finding -> finding.getKey().contains(verdict))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    @Test
    void pausedJvm_letsAListenerAcceptNothingAndNeverReportsDown() throws Exception {
        try (ServerSocketChannel listener = ServerSocketChannel.open()) {
            listener.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 4_096);
            listener.configureBlocking(false);
            int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();

            Map<String, Integer> findings = check("127.0.0.1", 1, port, SHORT_MILLIS);

            assertThat(findings).containsKey("listener UP");
            assertThat(count(findings, "DOWN")).isZero();
            try (SocketChannel accepted = listener.accept()) {
                assertThat(accepted).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void pausedJvm_completesNoHandshakeWithOneHost(ProtocolFamily family) throws Exception {
        LabPauses.repeat(() -> {
            try (Lab lab = Lab.start()) {
                lab.play(0, "open delay=20ms");
                LabPauses.check(lab, () -> assertNoHandshakeWithOneHost(lab, family));
            }
        });
    }

    private static void assertNoHandshakeWithOneHost(Lab lab, ProtocolFamily family) throws Exception {
        Map<String, Integer> findings =
                check(lab.address(family, 0).getAddress().getHostAddress(), 1, Lab.PORT, SHORT_MILLIS);

        assertThat(count(findings, "DOWN")).isEqualTo(count(findings, "DOWN TIMED_OUT"));
        HostCounters account = lab.settle();
        assertThat(account.acks()).isZero();
        assertThat(account.last()).as("SYN-ACKs not reset").isZero();
        // One that was asked again from the same port meanwhile resets a handshake that the lab has forgotten.
        assertThat(account.rsts() + account.strays()).isEqualTo(account.synAcks());
        LabPauses.unlessSilent(
                () -> assertThat(count(findings, "DOWN TIMED_OUT")).isZero());
    }

    @ParameterizedTest
    @EnumSource(
            value = StandardProtocolFamily.class,
            names = {"INET", "INET6"})
    void pausedJvm_completesNoHandshakeWithAFleet(ProtocolFamily family) throws Exception {
        int hosts = 10 * KINDS.size();
        try (Lab lab = Lab.start()) {
            for (int kind = 0; kind < KINDS.size(); kind++) {
                lab.play(kind, hosts - 1, KINDS.size(), KINDS.get(kind));
            }

            Map<String, Integer> findings =
                    check(lab.address(family, 0).getAddress().getHostAddress(), hosts, Lab.PORT, LONG_MILLIS);

            findings.forEach((finding, count) ->
                    assertThat(finding).endsWith(finding.startsWith("open") ? "UP" : "DOWN REFUSED"));
            HostCounters account = lab.settle();
            assertThat(account.acks()).isZero();
            assertThat(account.last()).as("SYN-ACKs not reset").isZero();
        }
    }
}
