package io.halfshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run time with nothing in it but java.base: no TCP_QUICKACK, no flight recorder, no logging. */
class SmallRuntimeIT {
    private static final String CAUSE = "this JDK or system has no socket option TCP_QUICKACK (module jdk.net, Linux)";

    static final class Main {
        private Main() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println("flight recorder: "
                    + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
            for (EngineStatus status : Checker.engines()) {
                System.out.println(status.name() + ": " + status.availability().handshake() + ", "
                        + status.availability().cause());
            }
            try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    Checker checker = Checker.create()) {
                System.out.println("handshake: " + checker.engine().handshake());
                CheckResult result = checker.checkAddr("127.0.0.1:" + listener.getLocalPort(), Duration.ofSeconds(30));
                System.out.println(
                        CountedChecks.verdict(result) + " " + result.evidence().handshake());
                listener.setSoTimeout(30_000);
                listener.accept().close();
                System.out.println("accepted");
            }
            try {
                Checker.builder().requireHalfOpen().build().close();
            } catch (EngineUnavailableException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void runtimeWithOnlyJavaBase_reportsWhyHandshakesAreFull(@TempDir Path broken) throws Exception {
        Path services = Files.createDirectories(broken.resolve("META-INF/services"));
        Files.writeString(services.resolve("io.halfshake.spi.EngineProvider"), "com.example.Gone\n");

        List<String> lines = new ForkedJvm(Main.class)
                .options("--limit-modules", "java.base")
                .classPath(ForkedJvm.classes(), ForkedJvm.testClasses(), broken)
                .run();

        assertThat(lines).hasSize(7);
        assertThat(lines.get(0)).isEqualTo("flight recorder: false");
        assertThat(lines.get(1)).startsWith("unloadable: null, ").contains("com.example.Gone");
        assertThat(lines.get(2)).isEqualTo("connect: FULL, " + CAUSE);
        assertThat(lines.get(3)).isEqualTo("handshake: FULL");
        assertThat(lines.get(4)).isEqualTo("UP FULL");
        assertThat(lines.get(5)).isEqualTo("accepted");
        assertThat(lines.get(6))
                .startsWith("engine: any (expected one that works here and makes half handshakes)")
                .contains("unloadable: ", "com.example.Gone", "connect: makes full handshakes: " + CAUSE);
    }
}
