package io.halfshake.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What some tests need and not every user, kernel or machine has. {@code lab/network/bin/java} provides most of it. */
enum Need {
    /** CAP_NET_RAW. */
    RAW_SOCKETS {
        @Override
        String trouble() throws IOException {
            // linux/include/uapi/linux/capability.h
            int capNetRaw = 13;
            try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
                String effective = lines.filter(line -> line.startsWith("CapEff:"))
                        .map(line -> line.substring("CapEff:".length()).strip())
                        .findAny()
                        .orElseThrow();
                return (Long.parseUnsignedLong(effective, 16) >> capNetRaw & 1) == 1
                        ? ""
                        : "no CAP_NET_RAW (CapEff " + effective + "), which root has";
            }
        }
    },

    /** That {@link Namespaces} and {@code unshare --mount} work. */
    NAMESPACES {
        @Override
        String trouble() throws IOException, InterruptedException {
            try {
                Shell.run("PATH=$PATH:/usr/sbin:/sbin unshare --net --mount -- ip link set lo up");
                return "";
            } catch (IllegalStateException e) {
                return "no namespaces, which root can make: " + e.getMessage();
            }
        }
    },

    IPTABLES {
        @Override
        String trouble() {
            return program("iptables");
        }
    },

    /** It changes its groups, which a user namespace denies. */
    TCPDUMP {
        @Override
        String trouble() throws IOException {
            // Outside, each number stands for itself (user_namespaces(7)).
            boolean denied =
                    !Files.readString(Path.of("/proc/self/uid_map")).strip().endsWith(" 4294967295");
            return denied ? "tcpdump does not run in a user namespace: run as root" : program("tcpdump");
        }
    };

    /** Why it is not there; empty if it is. */
    abstract String trouble() throws IOException, InterruptedException;

    private static String program(String name) {
        return Stream.of((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1))
                        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)))
                ? ""
                : "no program " + name + " (in Debian's package of that name)";
    }
}
