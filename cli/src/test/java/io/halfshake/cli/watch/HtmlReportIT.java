package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Program;
import io.halfshake.cli.Shell;
import io.halfshake.cli.Xhtml;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HtmlReportIT {
    @TempDir
    private Path directory;

    private Path file() {
        return directory.resolve("out.html");
    }

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    private Program start(String... arguments) throws IOException {
        return Program.start(stderrFile(), arguments);
    }

    @Test
    void watchOfLoopback_writesAReportThatIsXml() throws Exception {
        try (TcpPeer up = TcpPeer.accepting();
                TcpPeer down = TcpPeer.refusing()) {
            Xhtml report = watched(2, up.target(), down.target());
            // On a busy machine the first results may take longer.
            for (int seconds = 4; seconds <= 64 && isUndecided(report); seconds *= 2) {
                report = watched(seconds, up.target(), down.target());
            }
            assertThat(report.elements("section")).hasSize(2);
            assertThat(report.texts("h2"))
                    .extracting(String::strip)
                    .containsExactly("▲ up " + up.target(), "▼ down " + down.target());
            assertThat(report.paths("median"))
                    .as("of the one that answers")
                    .singleElement()
                    .asString()
                    .startsWith("M");
            assertThat(report.elements("svg", "timeline")).hasSize(2);
            assertThat(report.texts("p")).anyMatch(text -> text.startsWith("2 targets: 1 up, 1 down, 0 unknown; "));
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    private Xhtml watched(int seconds, String... targets) throws Exception {
        List<String> arguments = new ArrayList<>(
                List.of("watch", "-q", "-i", "200ms", "--for", seconds + "s", "--report", file().toString()));
        arguments.addAll(List.of(targets));
        try (Program program = start(arguments.toArray(String[]::new))) {
            assertThat(program.readLines()).isNotEmpty();
            int status = program.waitFor();
            Xhtml report = Xhtml.parse(Files.readString(file()));
            assertThat(status).isIn(isUndecided(report) ? List.of(0, 1, 3) : List.of(1));
            return report;
        }
    }

    private static boolean isUndecided(Xhtml report) {
        return report.texts("h2").stream().anyMatch(text -> text.contains("unknown"))
                || report.paths("median").isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void signal_endsTheWatchWithTheReport(String signal, int status) throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", "-i", "200ms", "--report", file().toString(), target.target())) {
            assertThat(program.readLine()).contains(target.target());
            assertThat(file()).doesNotExist();
            program.signal(signal);
            assertThat(program.readLines()).last().asString().startsWith("engine ");
            assertThat(program.waitFor()).isEqualTo(status);
            Xhtml report = Xhtml.parse(Files.readString(file()));
            assertThat(report.elements("h2"))
                    .extracting(Element::getTextContent)
                    .hasSize(1);
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    /** Standard output of which nothing is read until it is released. */
    private static final class Blocking extends OutputStream {
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void write(int b) {
            blocked.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void interruptWhileStandardOutputIsBlocked_writesTheReport() throws Exception {
        Shell shell = new Shell();
        Blocking stdout = new Blocking();
        shell.stdout = stdout;
        Thread watch = new Thread(() -> {
            int unused = shell.run("watch", "--for", "3s", "--report", file().toString(), "up:1");
        });
        watch.start();
        stdout.blocked.await();
        List.copyOf(shell.onInterrupt).forEach(Runnable::run);
        assertThat(Xhtml.parse(Files.readString(file())).elements("section")).hasSize(1);
        stdout.released.countDown();
        watch.join();
    }
}
