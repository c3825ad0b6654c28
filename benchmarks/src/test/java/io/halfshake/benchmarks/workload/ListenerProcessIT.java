package io.halfshake.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.lab.LineProcess;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ListenerProcessIT {
    @Test
    void listener_countsConnectionsAndEndsWithItsInput() throws Exception {
        Process process = JavaHome.own().start(List.of("-Xmx64m"), ListenerProcess.class);
        try (LineProcess lines = new LineProcess(process, Duration.ofMinutes(1))) {
            int port = Integer.parseInt(Objects.requireNonNull(lines.line()));
            String accepted = "0";
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                assertThat(socket.isConnected()).isTrue();
                while (Objects.equals(accepted, "0")) {
                    lines.send("");
                    accepted = lines.line();
                }
            }
            assertThat(accepted).isEqualTo("1");

            process.outputWriter().close();

            assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(process.exitValue()).isZero();
        }
    }
}
