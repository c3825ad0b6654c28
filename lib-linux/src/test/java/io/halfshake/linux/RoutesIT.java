package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engine on a network of its own, in which routes, neighbours and firewalls are what goes wrong. */
@Tag("once")
@Requires(Need.NAMESPACES)
class RoutesIT {
    private static final String TWO_PORTS = "echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range";

    private static List<String> findings(String[] setup, String... steps) throws Exception {
        return CheckScript.findings(setup, steps);
    }

    @Test
    void missingRoute_isUnknown() throws Exception {
        assertThat(findings(new String[0], "check 3 10.0.0.5:80", "check 3 [2001:db8::5]:80"))
                .containsExactly(
                        "10.0.0.5:80 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x3",
                        "[2001:db8::5]:80 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x3");
    }

    @Test
    void rejectingRoute_isUnknown() throws Exception {
        String[] routes = {
            "ip route add prohibit 10.1.0.0/16",
            "ip route add blackhole 10.2.0.0/16",
            "ip route add unreachable 10.3.0.0/16",
            "ip -6 route add prohibit 2001:db8:1::/48",
            "ip -6 route add blackhole 2001:db8:2::/48",
            "ip -6 route add unreachable 2001:db8:3::/48"
        };
        assertThat(findings(
                        routes,
                        "check 3 10.1.0.1:80",
                        "check 3 10.2.0.1:80",
                        "check 3 10.3.0.1:80",
                        "check 3 [2001:db8:1::1]:80",
                        "check 3 [2001:db8:2::1]:80",
                        "check 3 [2001:db8:3::1]:80"))
                .containsExactly(
                        "10.1.0.1:80 UNKNOWN NOT_PERMITTED LOCAL EACCES syns=0 x3",
                        "10.2.0.1:80 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x3",
                        "10.3.0.1:80 UNKNOWN NO_ROUTE LOCAL EHOSTUNREACH syns=0 x3",
                        "[2001:db8:1::1]:80 UNKNOWN NOT_PERMITTED LOCAL EACCES syns=0 x3",
                        "[2001:db8:2::1]:80 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x3",
                        "[2001:db8:3::1]:80 UNKNOWN NO_ROUTE LOCAL EHOSTUNREACH syns=0 x3");
    }

    @Test
    void missingFreePort_isUnknownUntilOneIsReleased() throws Exception {
        assertThat(findings(
                        new String[] {TWO_PORTS},
                        "listen 127.0.0.1:80",
                        "check 1 127.0.0.1:80",
                        "bind 127.0.0.1:40000",
                        "bind 127.0.0.1:40001",
                        "check 20 127.0.0.1:80",
                        "release",
                        "check 20 127.0.0.1:80"))
                .containsExactly(
                        "127.0.0.1:80 UP SYN_ACK null syns=1 x1",
                        "127.0.0.1:80 UNKNOWN NO_LOCAL_PORT LOCAL EADDRNOTAVAIL syns=0 x20",
                        "127.0.0.1:80 UP SYN_ACK null syns=1 x20");
    }

    /** A route without an address of its family: the same errno as where the ports are used up. */
    @Test
    void missingAddressOfTheFamily_isNoRoute() throws Exception {
        String[] setup = {
            "echo 1 > /proc/sys/net/ipv6/conf/default/addr_gen_mode",
            "ip link add left type veth peer name right",
            "ip link set left up",
            "ip link set right up",
            "ip -6 address del ::1/128 dev lo",
            "ip -6 route add 2001:db8::/32 dev left"
        };
        assertThat(findings(setup, "check 3 [2001:db8::5]:80"))
                .containsExactly("[2001:db8::5]:80 UNKNOWN NO_ROUTE LOCAL EADDRNOTAVAIL syns=0 x3");
    }

    /** The kernel gives each socket the port of the one before, and every second RST that ends a check is lost. */
    @Test
    @Requires(Need.IPTABLES)
    void refusalMeantForAnEarlierCheck_isNotBelieved() throws Exception {
        String[] setup = {
            TWO_PORTS,
            "iptables -A OUTPUT -p tcp --dport 5000 --tcp-flags RST,ACK RST,ACK"
                    + " -m statistic --mode nth --every 2 --packet 0 -j DROP"
        };
        List<String> findings =
                findings(setup, "set reuseSockets false", "listen 127.0.0.1:5000", "check 300 127.0.0.1:5000");

        assertThat(findings).allMatch(finding -> finding.contains(" UP SYN_ACK "));
        // Without this the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.contains(" syns=2 "));
    }

    /** The kernel asks for a neighbour three times, a second apart (arp(7), ucast_solicit and retrans_time). */
    @Test
    void missingNeighbour_isSilentAndThenUnreachable() throws Exception {
        assertThat(findings(
                        Namespaces.withPeer(),
                        // With time for one SYN only: the kernel would send the next after a second.
                        "set timeout PT0.5S",
                        "check 1 10.9.0.3:80",
                        "check 1 [fd09::3]:80",
                        "set timeout PT8S",
                        "check 1 10.9.0.4:80",
                        "check 1 [fd09::4]:80"))
                .containsExactly(
                        "10.9.0.3:80 DOWN TIMED_OUT NONE null syns=1 x1",
                        "[fd09::3]:80 DOWN TIMED_OUT NONE null syns=1 x1",
                        "10.9.0.4:80 DOWN UNREACHABLE ICMP EHOSTUNREACH syns=1 x1",
                        "[fd09::4]:80 DOWN UNREACHABLE ICMP EHOSTUNREACH syns=1 x1");
    }

    @ParameterizedTest
    @CsvSource({
        "icmp-net-unreachable, DOWN UNREACHABLE ICMP ENETUNREACH",
        "icmp-host-unreachable, DOWN UNREACHABLE ICMP EHOSTUNREACH",
        "icmp-proto-unreachable, DOWN UNREACHABLE ICMP ENOPROTOOPT",
        "icmp-net-prohibited, DOWN UNREACHABLE ICMP ENETUNREACH",
        "icmp-host-prohibited, DOWN UNREACHABLE ICMP EHOSTUNREACH",
        "icmp-admin-prohibited, DOWN UNREACHABLE ICMP EHOSTUNREACH",
        // The kernel has one errno for both.
        "icmp-port-unreachable, DOWN REFUSED RST ECONNREFUSED",
        "tcp-reset, DOWN REFUSED RST ECONNREFUSED"
    })
    @Requires(Need.IPTABLES)
    void rejectingFirewall_isReportedAtOnce(String kind, String finding) throws Exception {
        assertThat(findings(
                        new String[] {"iptables -A INPUT -p tcp --dport 80 -j REJECT --reject-with " + kind},
                        // A refusal is believed for a fifth of it: a busy machine may read it late.
                        "set timeout PT10S",
                        "check 3 127.0.0.1:80",
                        "set reuseSockets false",
                        "check 3 127.0.0.1:80"))
                // So near, the ICMP message comes while connect(2) holds the socket, and a reused one asks again.
                .isNotEmpty()
                .allMatch(found -> found.matches("127\\.0\\.0\\.1:80 " + finding + " syns=[1-3] x[1-3]"))
                .as("read before the kernel sends again")
                .anyMatch(found -> found.contains(" syns=1 "));
    }

    @ParameterizedTest
    @CsvSource({
        "icmp6-no-route, DOWN UNREACHABLE ICMP ENETUNREACH",
        "icmp6-addr-unreachable, DOWN UNREACHABLE ICMP EHOSTUNREACH",
        "icmp6-adm-prohibited, DOWN UNREACHABLE ICMP EACCES",
        "icmp6-port-unreachable, DOWN REFUSED RST ECONNREFUSED",
        "tcp-reset, DOWN REFUSED RST ECONNREFUSED"
    })
    @Requires(Need.IPTABLES)
    void rejectingIpv6Firewall_isReported(String kind, String finding) throws Exception {
        // So near that the first ICMP message comes while connect(2) is still at work: the kernel then says nothing by
        // itself until the second. A socket that waits is read before.
        assertThat(findings(
                        new String[] {"ip6tables -A INPUT -p tcp --dport 80 -j REJECT --reject-with " + kind},
                        "set timeout PT10S",
                        "check 2 [::1]:80"))
                .isNotEmpty()
                .allMatch(found -> found.matches("\\[::1]:80 " + finding + " syns=[12] x[12]"));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void linkLocalAddress_needsItsScope(String reuse) throws Exception {
        assertThat(findings(
                        Namespaces.withPeer(),
                        "listen [::]:7000 peer",
                        "listen [::1]:7001",
                        "set reuseSockets " + reuse,
                        "check 2 [fe80::2]:7000",
                        "check 2 [fe80::2%left]:7000",
                        // What a socket was told about the link may not outlive the check.
                        "check 2 [::1]:7001",
                        "check 2 [fe80::2]:7000",
                        "check 2 [fe80::2%1]:7000",
                        "check 2 [fe80::2%left]:7000"))
                .containsExactly(
                        "[fe80::2]:7000 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x2",
                        "[fe80::2%left]:7000 UP SYN_ACK null syns=1 x2",
                        "[::1]:7001 UP SYN_ACK null syns=1 x2",
                        "[fe80::2]:7000 UNKNOWN NO_ROUTE LOCAL EINVAL syns=0 x2",
                        "[fe80::2%1]:7000 UNKNOWN NO_ROUTE LOCAL ENETUNREACH syns=0 x2",
                        "[fe80::2%left]:7000 UP SYN_ACK null syns=1 x2");
    }
}
