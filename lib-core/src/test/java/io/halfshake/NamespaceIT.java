package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine {@code connect} on a network of its own, in which this machine itself is what goes wrong. */
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
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", whole).isTrue();
        return process.exitValue() == 0 ? "" : String.join(" ", command) + ": " + output;
    }

    private static void requireIptables() {
        assumeThat(Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)))
                .as("a directory with iptables (Debian: iptables)")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "iptables")));
    }

    private static ForkedJvm jvm(String... setup) {
        List<String> commands = new ArrayList<>(List.of("ip link set lo up"));
        commands.addAll(List.of(setup));
        return new ForkedJvm(CountedChecks.class).under(namespace).after(commands.toArray(String[]::new));
    }

    @Test
    void selfConnectedSocket_isRefusedAndNeverUp() throws Exception {
        List<String> findings = jvm(TWO_PORTS).run("300", "PT30S", "127.0.0.1:40000", "127.0.0.1:40001");

        assertThat(findings).allMatch(finding -> finding.contains(" DOWN REFUSED "));
        // Without these the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.contains(" LOCAL null syns=1 "));
        assertThat(findings.stream()
                        .mapToInt(f -> Integer.parseInt(f.substring(f.lastIndexOf('x') + 1)))
                        .sum())
                .isEqualTo(600);
    }

    @Test
    void hostWithoutARoute_reportsNoRoute() throws Exception {
        assertThat(jvm().run("3", "PT30S", "10.0.0.5:80", "[2001:db8::5]:80"))
                .containsExactly(
                        "10.0.0.5:80 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x3",
                        "[2001:db8::5]:80 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x3");
    }

    @Test
    void prohibitBlackholeOrUnreachableRoute_isUnknown() throws Exception {
        assertThat(jvm(
                                "ip route add prohibit 10.1.0.0/16",
                                "ip route add blackhole 10.2.0.0/16",
                                "ip route add unreachable 10.3.0.0/16")
                        .run("3", "PT30S", "10.1.0.1:80", "10.2.0.1:80", "10.3.0.1:80"))
                .containsExactly(
                        "10.1.0.1:80 UNKNOWN NOT_PERMITTED LOCAL EACCES syns=0 x3",
                        "10.2.0.1:80 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x3",
                        "10.3.0.1:80 UNKNOWN NO_ROUTE LOCAL EHOSTUNREACH syns=0 x3");
    }

    @Test
    void hostWithoutAFreePort_reportsNoLocalPort() throws Exception {
        assertThat(jvm(TWO_PORTS).run("20", "PT30S", "+127.0.0.1:40000", "+127.0.0.1:40001", "127.0.0.1:80"))
                .containsExactly("127.0.0.1:80 UNKNOWN NO_LOCAL_PORT LOCAL EADDRNOTAVAIL syns=0 x20");
    }

    @Test
    void missingNeighbour_isUnreachable() throws Exception {
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
    void linkThatDropsEverything_timesOut() throws Exception {
        assertThat(jvm(
                                "ip link add left type veth peer name right",
                                "ip link set left up",
                                "ip link set right up",
                                "ip address add 10.9.0.1/24 dev left",
                                "ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:01 dev left")
                        .run("1", "PT4S", "10.9.0.2:80"))
                .containsExactly("10.9.0.2:80 DOWN TIMED_OUT NONE null syns=1 x1");
    }

    @Test
    void hangingNames_doNotAffectOtherChecks(@TempDir Path directory) throws Exception {
        // The system's resolver asks again for far longer than the test takes.
        Path resolver = Files.write(
                directory.resolve("resolv.conf"), List.of("nameserver 127.0.0.1", "options timeout:30 attempts:5"));
        Path hosts = Files.write(directory.resolve("hosts"), List.of("127.0.0.1 localhost listed.test"));
        Path order = Files.write(directory.resolve("nsswitch.conf"), List.of("hosts: files dns"));

        List<String> lines = new ForkedJvm(ChecksBesideSilentNames.class)
                .under(namespace)
                .under("unshare", "--mount")
                .after(
                        "ip link set lo up",
                        "mount --bind '" + resolver + "' /etc/resolv.conf",
                        "mount --bind '" + hosts + "' /etc/hosts",
                        "mount --bind '" + order + "' /etc/nsswitch.conf")
                .run();

        assertThat(lines)
                .containsExactly(
                        "never asked before: UP", "asked before: UP", "by its address: UP", "the others hang: true");
    }

    @Test
    void linkLocalAddressOnUnusableInterface_reportsNoRoute() throws Exception {
        assertThat(jvm().run("2", "PT30S", "[fe80::1%lo]:80", "[fe80::1%none]:80"))
                .allMatch(finding -> finding.contains("UNKNOWN NO_ROUTE LOCAL"))
                .hasSize(2);
    }

    /** Simultaneous open: each asks the port that the kernel has given to the other, and nothing listens. */
    @Test
    void simultaneousOpen_isNeverUp() throws Exception {
        // A queue with a gap of some milliseconds between packets: SYNs cross.
        List<String> findings = jvm(
                        "echo 40000 40003 > /proc/sys/net/ipv4/ip_local_port_range",
                        "tc qdisc add dev lo root tbf rate 100kbit burst 100 limit 100000")
                .main(MutualChecks.class)
                .run("100", "PT60S", "127.0.0.1:40000", "127.0.0.1:40001", "127.0.0.1:40002", "127.0.0.1:40003");

        assertThat(findings).allMatch(finding -> finding.startsWith("DOWN REFUSED "));
        // Without this the test would prove nothing: an answer that was not believed.
        assertThat(findings).anyMatch(finding -> finding.startsWith("DOWN REFUSED RST ECONNREFUSED syns=2 "));
    }

    /** Where the other socket's own SYN was lost, its SYN-ACK looks like a listener's. */
    @Test
    void synAckOfAConnectingSocket_isNeverUp() throws Exception {
        requireIptables();
        assertThat(jvm(TWO_PORTS, "iptables -A INPUT -p tcp --sport 40001 --dport 40000 --syn -j DROP")
                        .main(CheckOfAnAskingPort.class)
                        .run())
                .containsExactly("DOWN REFUSED RST ECONNREFUSED syns=2");
    }

    /** The kernel gives each check the port of the one before, and every second RST that ends a check is lost. */
    @Test
    void refusalMeantForAnEarlierCheck_isNotBelieved() throws Exception {
        requireIptables();
        List<String> findings = jvm(
                        TWO_PORTS,
                        "iptables -A OUTPUT -p tcp --dport 5000 --tcp-flags RST,ACK RST,ACK"
                                + " -m statistic --mode nth --every 2 --packet 0 -j DROP")
                .main(ChecksOfAListener.class)
                .run("300", "5000");

        assertThat(findings).allMatch(finding -> finding.startsWith("UP "));
        // Without this the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.startsWith("UP SYN_ACK null syns=2 "));
    }

    /** A name with an address that this machine cannot ask and one that refuses. */
    @ParameterizedTest
    @CsvSource({
        "true, 10.1.0.1", // no route
        "ip route add prohibit 10.1.0.0/16, 10.1.0.1",
        "ip -6 route add prohibit 2001:db8::/32, 2001:db8::1",
        "ip route add blackhole 10.1.0.0/16, 10.1.0.1",
        "ip -6 route add unreachable 2001:db8::/32, 2001:db8::1",
        "true, fe80::1" // without a scope
    })
    void addressThatCannotBeProbed_isLeftOut(String setup, String address) throws Exception {
        assertThat(jvm(setup).main(ChecksOfAName.class).run(address, "127.0.0.1"))
                .containsExactly("DOWN REFUSED RST ECONNREFUSED syns=1");
    }

    @Test
    void processWithoutIpv6_reportsNoRouteToIpv6() throws Exception {
        assertThat(jvm().options("-Djava.net.preferIPv4Stack=true").run("3", "PT30S", "[::1]:80", "[2001:db8::5]:80"))
                .containsExactly(
                        "[2001:db8::5]:80 UNKNOWN NO_ROUTE LOCAL EAFNOSUPPORT syns=0 x3",
                        "[::1]:80 UNKNOWN NO_ROUTE LOCAL EAFNOSUPPORT syns=0 x3");
    }

    /** A route without an address of its family: the same errno as where the ports are used up. */
    @Test
    void hostWithoutAnAddressOfTheFamily_reportsNoRoute() throws Exception {
        assertThat(jvm(
                                "echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode",
                                "ip link add left type veth peer name right",
                                "ip link set left up",
                                "ip link set right up",
                                // Tentative, since its link is down: the JDK sees that there is IPv6, and it cannot be
                                // used.
                                "ip link add other type veth peer name far",
                                "ip -6 address add 2001:db8:9::1/64 dev other",
                                "ip -6 address del ::1/128 dev lo",
                                "ip -6 route add 2001:db8::/32 dev left")
                        .run("2", "PT30S", "[2001:db8::5]:80"))
                .containsExactly("[2001:db8::5]:80 UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL syns=0 x2");
    }

    @Nested
    class InAnotherLanguage {
        private static final String TRANSLATION = "/usr/share/locale/de/LC_MESSAGES/libc.mo";
        private static final String SILENCE = "ip link add left type veth peer name right && ip link set left up"
                + " && ip link set right up && ip address add 10.9.0.1/24 dev left"
                + " && ip neighbour add 10.9.0.2 lladdr 02:00:00:00:00:01 dev left"
                // It gives up after 3 s.
                + " && echo 1 > /proc/sys/net/ipv4/tcp_syn_retries"
                + " && { [ ! -e /proc/sys/net/ipv4/tcp_syn_linear_timeouts ]"
                + " || echo 0 > /proc/sys/net/ipv4/tcp_syn_linear_timeouts; }";

        @TempDir
        @SuppressWarnings("NullAway.Init") // Set before all tests.
        private static Path locales;

        @BeforeEach
        void findTranslation() {
            assumeThat(Path.of(TRANSLATION))
                    .as("German of the C library (Debian: libc-l10n)")
                    .exists();
            assumeThat(Path.of("/usr/share/i18n/locales/de_DE"))
                    .as("sources of locales (Debian: locales)")
                    .exists();
        }

        /** Once for all tests: it takes longer than any of them. */
        private static synchronized void makeLocale() throws IOException, InterruptedException {
            Path locale = locales.resolve("de_DE.UTF-8");
            if (Files.notExists(locale)) {
                List<String> command = List.of("localedef", "-i", "de_DE", "-f", "UTF-8", locale.toString());
                assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                        .as("exit status of %s", command)
                        .isZero();
            }
        }

        private ForkedJvm german(String... setup) throws IOException, InterruptedException {
            makeLocale();
            List<String> commands =
                    new ArrayList<>(List.of("export LOCPATH=" + locales + " LC_ALL=de_DE.UTF-8 LANGUAGE=de"));
            commands.addAll(List.of(setup));
            return jvm(commands.toArray(String[]::new));
        }

        @Test
        void errorTextsInGermanLocale_areGerman() throws Exception {
            assertThat(german().main(PlainConnect.class).run("127.0.0.1", "1"))
                    .containsExactly("ConnectException: Verbindungsaufbau abgelehnt");
        }

        @Test
        void refusalInGermanLocale_isDistinguishedFromATimeout() throws Exception {
            assertThat(german(SILENCE).run("1", "PT60S", "127.0.0.1:1", "10.9.0.2:80"))
                    .containsExactly(
                            "10.9.0.2:80 DOWN TIMED_OUT NONE ETIMEDOUT syns=1 x1",
                            "127.0.0.1:1 DOWN REFUSED RST ECONNREFUSED syns=1 x1");
        }

        @Test
        void localErrorInGermanLocale_isUnknown() throws Exception {
            assertThat(german(
                                    "ip route add prohibit 10.1.0.0/16",
                                    "ip route add blackhole 10.2.0.0/16",
                                    "ip route add unreachable 10.3.0.0/16")
                            .run("2", "PT30S", "10.0.0.5:80", "10.1.0.1:80", "10.2.0.1:80", "10.3.0.1:80"))
                    .containsExactly(
                            "10.0.0.5:80 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x2",
                            "10.1.0.1:80 UNKNOWN NOT_PERMITTED LOCAL EACCES syns=0 x2",
                            // Its text cannot be learned.
                            "10.2.0.1:80 UNKNOWN NO_ROUTE LOCAL null syns=0 x2",
                            "10.3.0.1:80 UNKNOWN NO_ROUTE LOCAL EHOSTUNREACH syns=0 x2");
        }

        @Test
        void portExhaustionInGermanLocale_isUnknown() throws Exception {
            assertThat(german(TWO_PORTS).run("5", "PT30S", "+127.0.0.1:40000", "+127.0.0.1:40001", "127.0.0.1:80"))
                    .allMatch(finding -> finding.startsWith("127.0.0.1:80 UNKNOWN "));
        }

        @Test
        void unprobedAddressInGermanLocale_isLeftOut() throws Exception {
            assertThat(german().main(ChecksOfAName.class).run("10.1.0.1", "127.0.0.1"))
                    .containsExactly("DOWN REFUSED RST ECONNREFUSED syns=1");
        }

        @Test
        void routeLostInGermanLocale_reportsNoRoute() throws Exception {
            assertThat(german(SILENCE).main(CheckThatLosesItsRoute.class).run("10.9.0.2:80", "left"))
                    .containsExactly("UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=1");
        }
    }
}
