package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two sockets of this machine, each of which asks the port that the other asks from, connect to each other, and there
 * is no listener.
 */
@Tag("once")
@Requires(Need.NAMESPACES)
class SimultaneousOpenIT {
    private static final String FEW_PORTS = "echo 40000 40005 > /proc/sys/net/ipv4/ip_local_port_range";

    /** A queue with a gap of some milliseconds between packets: SYNs that are sent together cross. */
    private static final String SLOW = "tc qdisc add dev lo root tbf rate 100kbit burst 100 limit 100000";

    private static final String TWO_PORTS = "echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range";

    private static final int ROUNDS = 12;

    private static List<String> targets(String host) {
        return IntStream.rangeClosed(40_000, 40_005)
                .mapToObj(port -> host + ":" + port)
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "[::1], true", "[::1], false"})
    void simultaneousOpen_isNeverUp(String host, boolean reuse) throws Exception {
        // Which port the kernel gives is chance: two meet in one round of three or so. Those are asked again.
        String untilTwoMeet = "until syns=[23] " + ROUNDS + " " + String.join(" ", targets(host));
        List<String> findings = Namespaces.jvm(CheckScript.class, FEW_PORTS, SLOW)
                .run("set reuseSockets " + reuse, untilTwoMeet)
                .output();

        assertThat(findings).noneMatch(finding -> finding.contains(" UP "));
        // Without these the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.matches(".* syns=[23] x.*"));
    }

    /** Where the other socket's own SYN was lost, its SYN-ACK looks like a listener's. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "[::1], true", "[::1], false"})
    @Requires(Need.IPTABLES)
    void simultaneousOpenSeenByTheOtherSocketOnly_isNeverUp(String host, boolean reuse) throws Exception {
        String there = host + ":40000";
        String tables = host.startsWith("[") ? "ip6tables" : "iptables";
        List<String> steps = new ArrayList<>(List.of(
                "set reuseSockets " + reuse,
                // The engine is opened before, since its self-test needs both ports and all of its packets.
                "check 1 " + there,
                "sh " + tables + " -A INPUT -p tcp --sport 40000 --dport 40001 --syn -j DROP"));
        for (int i = 0; i < ROUNDS; i++) {
            steps.addAll(List.of("connect " + there + " " + host + ":40001", "check 1 " + there, "release"));
        }
        List<String> findings = Namespaces.jvm(CheckScript.class, TWO_PORTS)
                .run(steps.toArray(String[]::new))
                .output();
        assertThat(findings).noneMatch(finding -> finding.contains(" UP "));
        // Those were asked again.
        assertThat(findings.subList(1, findings.size()))
                .hasSize(ROUNDS)
                .allMatch(finding -> finding.matches(".* syns=[23] x1"));
    }
}
