package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading a literal asks no resolver: here every name has an address, so that asking one would succeed. */
class LiteralsIT {
    private static final List<String> NAMES = List.of(
            "beef",
            "a.b",
            "1.2.3",
            "256.1.1.1",
            "1.1.1.1.",
            "4294967296.1.1.1",
            "0000000000001.1.1.1",
            "1.2.3.4.5",
            ".:1",
            "..:",
            ".::1");

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws UnknownHostException {
            System.out.println(InetAddress.getAllByName("beef")[0].getHostAddress());
            for (String name : NAMES) {
                System.out.println(name + " " + Literals.parse(name) + " " + Literals.isIpv6(name));
            }
        }
    }

    @Test
    void parse_neverCallsTheResolver(@TempDir Path directory) throws Exception {
        Path hosts = directory.resolve("hosts");
        Files.write(hosts, NAMES.stream().map(name -> "192.0.2.77 " + name).toList());

        List<String> lines = new ForkedJvm(Main.class)
                .options("-Djdk.net.hosts.file=" + hosts)
                .run();

        assertThat(lines.get(0)).isEqualTo("192.0.2.77");
        assertThat(lines.subList(1, lines.size()))
                .containsExactlyElementsOf(
                        NAMES.stream().map(name -> name + " null false").toList());
    }
}
