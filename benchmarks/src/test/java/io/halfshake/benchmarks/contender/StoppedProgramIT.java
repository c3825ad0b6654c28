package io.halfshake.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.machine.CCompiler;
import io.halfshake.benchmarks.machine.Programs;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StoppedProgramIT {
    /** Several times, since nothing tells when it waits. */
    private static final String STOP_AND_CONTINUE =
            "for i in $(seq 20); do kill -STOP $1 && sleep 0.05 && kill -CONT $1 && sleep 0.05 || exit 1; done";

    /** Once its queue is full, a listener of a backlog of one answers none of these. */
    private static List<SocketChannel> fill(ServerSocket listener) throws IOException {
        List<SocketChannel> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            SocketChannel channel = SocketChannel.open();
            waiting.add(channel);
            channel.configureBlocking(false);
            channel.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()));
        }
        return waiting;
    }

    private static String lineOfStopped(Path program, int port) throws Exception {
        Process process = new ProcessBuilder(program.toString(), "reused")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Writer to = process.outputWriter()) {
            to.write("127.0.0.1 " + port + " 1 1 1\n");
            to.flush();
            Process stopping = new ProcessBuilder("bash", "-c", STOP_AND_CONTINUE, "bash", Long.toString(process.pid()))
                    .inheritIO()
                    .start();
            assertThat(stopping.waitFor()).isZero();
            return String.valueOf(process.inputReader().readLine());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void programThatIsStoppedWhileItWaits_finishesItsTurn() throws Exception {
        Assumptions.assumeThat(Programs.find(CCompiler.PROGRAM))
                .as("gcc is installed")
                .isPresent();
        List<SocketChannel> waiting = new ArrayList<>();
        try (CCompiler compiler = new CCompiler(Programs.path(CCompiler.PROGRAM));
                ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            waiting.addAll(fill(listener));
            CCompiler.Compiled compiled = compiler.compile("half_open");
            assertThat(compiled.status()).as(compiled.output()).isZero();

            assertThat(lineOfStopped(compiled.program(), listener.getLocalPort()))
                    .startsWith("0 0 0 1 ");
        } finally {
            for (SocketChannel channel : waiting) {
                channel.close();
            }
        }
    }
}
