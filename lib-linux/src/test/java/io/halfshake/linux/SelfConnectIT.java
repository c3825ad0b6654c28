package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A socket that was given the very port that it asks is connected to itself, and nothing answered. */
@Tag("once")
@Requires(Need.NAMESPACES)
class SelfConnectIT {
    /** One of two ports for everything that connects: the closed port that is asked, as likely as not. */
    private static final String TWO_PORTS = "echo 40000 40001 > /proc/sys/net/ipv4/ip_local_port_range";

    @ParameterizedTest
    @CsvSource({"127.0.0.1, true", "127.0.0.1, false", "[::1], true", "[::1], false"})
    void selfConnect_isARefusal(String host, boolean reuse) throws Exception {
        List<String> findings = Namespaces.jvm(CheckScript.class, TWO_PORTS)
                .run("set reuseSockets " + reuse, "check 2000 " + host + ":40000", "check 2000 " + host + ":40001")
                .output();

        assertThat(findings).allMatch(finding -> finding.contains(" DOWN REFUSED "));
        // Without these the test would prove nothing.
        assertThat(findings).anyMatch(finding -> finding.contains(" LOCAL null syns=1 "));
        assertThat(findings.stream()
                        .mapToInt(f -> Integer.parseInt(f.substring(f.lastIndexOf('x') + 1)))
                        .sum())
                .isEqualTo(4_000);
    }
}
