package io.halfshake.benchmarks.contender;

import io.halfshake.benchmarks.machine.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A network of one host, connected to this one by a veth pair, with this one as its router. For programs that make
 * Ethernet frames: zmap 2.1.1 with {@code -X} fails on a TUN device with "couldn't compile filter", and masscan 1.3.2
 * sends nothing that the kernel takes. Created once, and removed with this network.
 *
 * @param macAddress of the router
 */
record VirtualRouter(String macAddress) {
    static final String INSIDE_DEVICE = "scan1";
    static final String INSIDE_ADDRESS = "192.168.200.2";

    private static final String NETWORK = "scanner";

    private static final String SETUP = """
            PATH=$PATH:/usr/sbin:/sbin
            if ! ip netns list | grep -q '^scanner\\b'; then
              ip netns add scanner
              ip link add scan0 type veth peer name scan1 netns scanner
              ip addr add 192.168.200.1/24 dev scan0
              ip link set scan0 up
              ip -n scanner addr add 192.168.200.2/24 dev scan1
              ip -n scanner link set scan1 up
              ip -n scanner link set lo up
              ip -n scanner route add default via 192.168.200.1
              echo 1 >/proc/sys/net/ipv4/ip_forward
            fi
            ip -o link show scan0 | sed 's/.*ether \\([^ ]*\\).*/\\1/'
            """;

    /** Creates it if there is none yet. */
    static VirtualRouter get() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-e", "-c", SETUP)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).trim();
        if (process.waitFor() != 0) {
            throw new IllegalStateException("virtual router: " + output);
        }
        return new VirtualRouter(output);
    }

    /** The prefix of a command that runs inside. */
    List<String> inside() {
        return List.of(Programs.path("ip"), "netns", "exec", NETWORK);
    }
}
