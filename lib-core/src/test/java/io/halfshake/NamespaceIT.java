package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The portable engine on a network of its own, in which this machine itself is what goes wrong. */
class NamespaceIT {
    private static final String[] AS_ROOT = {"unshare", "-n"};
    private static final String[] AS_USER = {"unshare", "-r", "-n"};

    /** Two ports for everything that connects: one of them is as likely as not the closed port that is asked. */
    private static final String TWO_PORTS = "echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range";

    private static String[] namespace = {};

    @BeforeAll
    static void findNamespace() throws IOException, InterruptedException {
        List<String> causes = new ArrayList<>();
        for (String[] command : new String[][] {AS_ROOT, AS_USER}) {
            String cause = cause(command);
            if (cause.isEmpty()) {
                namespace = command;
                return;
            }
            causes.add(cause);
        }
        assumeThat(causes).as("why there is no network namespace to be had").isEmpty();
    }

    private static String cause(String[] command) throws IOException, InterruptedException {
        List<String> whole = new ArrayList<>(List.of(command));
        whole.addAll(List.of("bash", "-c", "PATH=$PATH:/usr/sbin:/sbin && ip link set lo up"));
        Process process;
        try {
            process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        } catch (IOException e) {
            return e.toString();
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", whole).isTrue();
        return process.exitValue() == 0 ? "" : String.join(" ", command) + ": " + output;
    }

    private static ForkedJvm jvm(String... setup) {
        List<String> commands = new ArrayList<>(List.of("ip link set lo up"));
        commands.addAll(List.of(setup));
        return new ForkedJvm(CountedChecks.class).under(namespace).after(commands.toArray(String[]::new));
    }

    @Test
    void aSocketConnectedToItselfIsARefusalAndNeverAnAnswer() throws Exception {
        List<String> findings = jvm(TWO_PORTS).run("300", "PT30S", "127.0.0.1:40000", "127.0.0.1:40001");

        assertThat(findings).allMatch(finding -> finding.contains(" DOWN REFUSED "));
        // Without these the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.contains(" THIS_HOST null syns=1 "));
        assertThat(findings.stream()
                        .mapToInt(f -> Integer.parseInt(f.substring(f.lastIndexOf('x') + 1)))
                        .sum())
                .isEqualTo(600);
    }

    @Test
    void aMachineWithoutARouteCannotTell() throws Exception {
        assertThat(jvm().run("3", "PT30S", "10.0.0.5:80", "[2001:db8::5]:80"))
                .containsExactly(
                        "10.0.0.5:80 UNKNOWN NO_ROUTE THIS_HOST ENETUNREACH syns=0 x3",
                        "[2001:db8::5]:80 UNKNOWN NO_ROUTE THIS_HOST ENETUNREACH syns=0 x3");
    }

    @Test
    void routesThatForbidAreOurs() throws Exception {
        assertThat(jvm(
                                "ip route add prohibit 10.1.0.0/16",
                                "ip route add blackhole 10.2.0.0/16",
                                "ip route add unreachable 10.3.0.0/16")
                        .run("3", "PT30S", "10.1.0.1:80", "10.2.0.1:80", "10.3.0.1:80"))
                .containsExactly(
                        "10.1.0.1:80 UNKNOWN NOT_PERMITTED THIS_HOST EACCES syns=0 x3",
                        "10.2.0.1:80 UNKNOWN NO_ROUTE THIS_HOST EINVAL syns=0 x3",
                        "10.3.0.1:80 UNKNOWN NO_ROUTE THIS_HOST EHOSTUNREACH syns=0 x3");
    }

    @Test
    void aMachineWithoutAFreePortCannotTell() throws Exception {
        assertThat(jvm(TWO_PORTS).run("20", "PT30S", "+127.0.0.1:40000", "+127.0.0.1:40001", "127.0.0.1:80"))
                .containsExactly("127.0.0.1:80 UNKNOWN NO_LOCAL_PORT THIS_HOST EADDRNOTAVAIL syns=0 x20");
    }

    @Test
    void aNeighbourThatIsNotThereIsUnreachable() throws Exception {
        assertThat(jvm(
                                "ip link add left type veth peer name right",
                                "ip link set left up",
                                "ip link set right up",
                                "ip address add 10.9.0.1/24 dev left",
                                "echo 50 > /proc/sys/net/ipv4/neigh/left/retrans_time_ms")
                        .run("2", "PT30S", "10.9.0.2:80"))
                .containsExactly("10.9.0.2:80 DOWN UNREACHABLE ICMP EHOSTUNREACH syns=1 x2");
    }

    @Test
    void aLinkThatSwallowsEverythingIsSilence() throws Exception {
        assertThat(jvm(
                                "ip link add left type veth peer name right",
                                "ip link set left up",
                                "ip link set right up",
                                "ip address add 10.9.0.1/24 dev left",
                                "ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:01 dev left")
                        .run("1", "PT4S", "10.9.0.2:80"))
                .containsExactly("10.9.0.2:80 DOWN TIMED_OUT NOBODY null syns=1 x1");
    }
}
