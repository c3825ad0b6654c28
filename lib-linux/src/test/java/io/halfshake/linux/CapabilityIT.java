package io.halfshake.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application sees that may not open raw sockets, and that it is not asked to where it may. */
@Requires({Need.RAW_SOCKETS, Need.NAMESPACES})
class CapabilityIT {
    private static final String DENIED = "socket(2) failed: EPERM (1)";

    private static ForkedJvm jvm() {
        return new ForkedJvm(RawEngines.class);
    }

    /** Root, but for the one capability. */
    private static ForkedJvm withoutCapability() {
        return jvm().startedBy("setpriv", "--bounding-set", "-net_raw", "--inh-caps", "-net_raw");
    }

    @Test
    void synWithoutNetRaw_reportsTheCauseAndHalfOpenWorks() throws Exception {
        List<String> output = withoutCapability().run().output();

        assertThat(output).contains("created: half-open", "open: true");
        assertThat(output).anyMatch(line -> line.startsWith("present: syn false ") && line.contains(DENIED));
        assertThat(output).anyMatch(line -> line.startsWith("named: syn: ") && line.contains(DENIED));
    }

    @Test
    void echoWithoutNetRawAndPingGroup_reportsTheCause() throws Exception {
        // A new network has no group that may.
        List<String> output = withoutCapability()
                .under("unshare", "--net")
                .after("ip link set lo up")
                .run()
                .output();

        assertThat(output).anyMatch(line -> line.startsWith("present: echo false ") && line.contains(DENIED));
        assertThat(output).anyMatch(line -> line.startsWith("named: echo: ") && line.contains(DENIED));
    }

    @Test
    void echoWithoutNetRawInPingGroup_works() throws Exception {
        List<String> output = withoutCapability()
                .under("unshare", "--net")
                .after("ip link set lo up", "echo 0 0 > /proc/sys/net/ipv4/ping_group_range")
                .run()
                .output();

        assertThat(output).anyMatch(line -> line.startsWith("present: echo true"));
        assertThat(output).contains("named: echo");
        assertThat(output).anyMatch(line -> line.startsWith("present: syn false "));
    }

    @Test
    void synAndEchoWithNetRaw_areUsedOnlyOnRequest() throws Exception {
        List<String> output = jvm().run().output();

        assertThat(output).contains("created: half-open", "open: true", "named: syn", "named: echo");
        assertThat(output).anyMatch(line -> line.startsWith("present: syn true"));
        assertThat(output).anyMatch(line -> line.startsWith("present: echo true"));
    }

    @Test
    void synAndEchoWithoutSystemCalls_leaveTheDefaultToConnect() throws Exception {
        List<String> output = jvm().without("jna-")
                .options("-Dhalfshake.system-calls=jna")
                .run()
                .output();

        assertThat(output).contains("created: connect", "open: true");
        for (String engine : List.of("syn", "echo")) {
            assertThat(output)
                    .anyMatch(line -> line.startsWith("named: " + engine + ": ") && line.contains("com.sun.jna"));
        }
    }
}
