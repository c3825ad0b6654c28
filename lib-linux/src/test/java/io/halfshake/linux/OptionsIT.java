package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Resend;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was set on the engine, as the network and the kernel see it. */
@Tag("once")
@Requires({Need.NAMESPACES, Need.TCPDUMP})
class OptionsIT {
    /** Checks a target with everything set that shows in a packet, and prints the packets. */
    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException, InterruptedException {
            HalfOpen setup = new HalfOpen()
                    .sourceAddress(InetAddress.getByName(arguments[1]))
                    .timeToLive(17)
                    .trafficClass(0x28)
                    .reuseSockets(Boolean.parseBoolean(arguments[2]));
            try (Capture capture = Capture.start("lo", "tcp dst port 80");
                    Checker checker = Checker.builder()
                            .engine(setup.provider())
                            .resend(Resend.never())
                            .build()) {
                for (int i = 0; i < 2; i++) {
                    CheckResult result = checker.checkAddr(arguments[0] + ":80", Duration.ofSeconds(60));
                    System.out.println(Findings.of(result));
                }
                capture.end(2).stream()
                        .filter(segment -> segment.kind().equals("SYN"))
                        .forEach(segment -> System.out.println(
                                segment.source() + " " + segment.hops() + " " + segment.trafficClass()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void sourceAddressHopLimitAndTrafficClass_areOnTheWire(String reuse) throws Exception {
        assertThat(Namespaces.jvm(Main.class)
                        .run("127.0.0.1", "127.0.0.9", reuse)
                        .output())
                .containsExactly(
                        "127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1",
                        "127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1",
                        "127.0.0.9 17 40",
                        "127.0.0.9 17 40");
        assertThat(Namespaces.jvm(Main.class, "ip -6 address add fd09::9/128 dev lo nodad")
                        .run("[::1]", "fd09::9", reuse)
                        .output())
                .containsExactly(
                        "[::1]:80 DOWN REFUSED RST ECONNREFUSED syns=1",
                        "[::1]:80 DOWN REFUSED RST ECONNREFUSED syns=1",
                        "fd09:0:0:0:0:0:0:9 17 40",
                        "fd09:0:0:0:0:0:0:9 17 40");
    }

    private static List<String> findings(String[] setup, String... steps) throws Exception {
        return CheckScript.findings(setup, steps);
    }

    @Test
    void mark_isSeenByPolicyRouting() throws Exception {
        assertThat(findings(
                        new String[] {"ip rule add fwmark 42 prohibit"},
                        "check 2 127.0.0.1:80",
                        "set mark 42",
                        "check 2 10.9.0.2:80",
                        "set mark 41",
                        "check 2 127.0.0.1:80"))
                .containsExactly(
                        "127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1 x2",
                        "10.9.0.2:80 UNKNOWN NOT_PERMITTED LOCAL EACCES syns=0 x2",
                        "127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1 x2");
    }

    @Test
    void networkInterface_decidesWhatIsReachable() throws Exception {
        assertThat(findings(
                        Namespaces.withPeer(),
                        "listen 10.9.0.2:80 peer",
                        "set networkInterface left",
                        "check 2 10.9.0.2:80",
                        // The kernel sends a second SYN after a second.
                        "set timeout PT0.5S",
                        "set networkInterface lo",
                        "check 2 10.9.0.2:80"))
                .containsExactly(
                        "10.9.0.2:80 UP SYN_ACK null syns=1 x2",
                        // The kernel sends it down the loopback interface, where nothing has this address.
                        "10.9.0.2:80 DOWN TIMED_OUT NONE null syns=1 x2");
    }

    @Test
    void targetOfAnotherFamilyThanTheSourceAddress_hasNoRoute() throws Exception {
        assertThat(findings(new String[0], "set sourceAddress 127.0.0.9", "check 2 [::1]:80", "check 2 127.0.0.1:80"))
                .containsExactly(
                        "[::1]:80 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x2",
                        "127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1 x2");
    }

    @ParameterizedTest
    @CsvSource({
        "networkInterface, nosuch0, 'setsockopt(SO_BINDTODEVICE, nosuch0) failed: ENODEV (19)'",
        "sourceAddress, 192.0.2.1, bind(192.0.2.1) failed: EADDRNOTAVAIL (99)",
        "sourceAddress, 2001:db8::1, bind(2001:db8:0:0:0:0:0:1) failed: EADDRNOTAVAIL (99)"
    })
    void refusedOption_failsTheBuildWithCallAndErrno(String option, String value, String cause) throws Exception {
        assertThat(findings(new String[0], "set " + option + " " + value, "check 1 127.0.0.1:80"))
                .singleElement()
                .asString()
                .startsWith("build: ")
                .contains(cause);
    }

    @Test
    void markWithoutCapability_failsTheBuild() throws Exception {
        List<String> output = Namespaces.jvm(CheckScript.class)
                .startedBy("setpriv", "--bounding-set=-net_admin,-net_raw", "--inh-caps=-net_admin,-net_raw")
                .run("check 1 127.0.0.1:80", "set mark 42", "check 1 127.0.0.1:80")
                .output();

        assertThat(output).hasSize(2);
        assertThat(output.get(0)).isEqualTo("127.0.0.1:80 DOWN REFUSED RST ECONNREFUSED syns=1 x1");
        assertThat(output.get(1)).startsWith("build: ").contains("setsockopt(SO_MARK, 42) failed: EPERM (1)");
    }
}
