package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Json;
import io.halfshake.cli.Program;
import io.halfshake.testing.TcpPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class WatchIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** The length of the pause of the watching process. */
    private static final Duration STOP = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    private Program start(String... arguments) throws IOException {
        return Program.start(stderrFile(), arguments);
    }

    /** A port that refuses without a listener, and is reserved for the test. */
    private static SocketChannel holdPort() throws IOException {
        SocketChannel holder = SocketChannel.open(StandardProtocolFamily.INET);
        holder.setOption(StandardSocketOptions.SO_REUSEPORT, true);
        holder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return holder;
    }

    private static Map<?, ?> part(Map<?, ?> object, String name) {
        return (Map<?, ?>) Objects.requireNonNull(object.get(name), name);
    }

    private static Instant moment(Map<?, ?> outage, String bound, String end) {
        return Instant.parse((String) part(outage, bound).get(end));
    }

    private static List<?> list(Map<?, ?> object, String name) {
        return (List<?>) Objects.requireNonNull(object.get(name), name);
    }

    /** The next line, without that of a first check which was inconclusive on a busy machine. */
    private static String nextLine(Program program) throws IOException {
        String line = program.readLine();
        return line.contains(" is unknown: ") ? program.readLine() : line;
    }

    private static void expectTransition(Program program, String to) throws IOException {
        assertThat(Json.object(nextLine(program)))
                .containsEntry("type", "transition")
                .containsEntry("to", to);
    }

    @Test
    void outageOfARestartedListener_isMeasured() throws Exception {
        try (SocketChannel holder = holdPort()) {
            int port = ((InetSocketAddress) holder.getLocalAddress()).getPort();
            try (ListeningProcess first = ListeningProcess.start(port);
                    Program program = start("watch", "--until-up", "-i", "200ms", "--json", "127.0.0.1:" + port)) {
                expectTransition(program, "up");
                Instant beforeKill = Instant.now();
                first.kill();
                Instant killed = Instant.now();
                expectTransition(program, "down");
                try (ListeningProcess second = ListeningProcess.start(port)) {
                    expectTransition(program, "up");
                    Map<String, Object> report = Json.object(program.readLine());
                    assertThat(program.readLines())
                            .as("nothing follows the report")
                            .isEmpty();
                    assertThat(program.waitFor()).isZero();
                    assertThat(report).containsEntry("type", "report");
                    assertThat(list(report, "outages")).hasSize(1);
                    Map<?, ?> outage = (Map<?, ?>)
                            Objects.requireNonNull(list(report, "outages").get(0));
                    assertContains(outage, beforeKill, killed, second);
                }
            }
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    /** The target went down between the kill and the end of the process, and came up while the second one started. */
    private static void assertContains(Map<?, ?> outage, Instant beforeKill, Instant killed, ListeningProcess second) {
        // However late everything was. How narrow the bounds are is tested on virtual time.
        assertThat(moment(outage, "began", "earliest")).isBeforeOrEqualTo(killed);
        assertThat(moment(outage, "began", "latest")).isAfterOrEqualTo(beforeKill);
        assertThat(moment(outage, "ended", "earliest")).isBeforeOrEqualTo(second.listening());
        assertThat(moment(outage, "ended", "latest")).isAfterOrEqualTo(second.beforeListening());
    }

    @Test
    void pausedProcess_isUnobservedTimeAndNoOutage() throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", "-i", "200ms", "--json", target.target())) {
            expectTransition(program, "up");
            program.signal("STOP");
            // The length of the pause itself: a stopped process has no event to wait for.
            TimeUnit.NANOSECONDS.sleep(STOP.toNanos());
            program.signal("CONT");
            // So that it could say something wrong.
            TimeUnit.NANOSECONDS.sleep(INTERVAL.multipliedBy(5).toNanos());
            Instant beforeDown = Instant.now();
            target.goDown();
            // By now it has looked again.
            expectTransition(program, "down");
            program.signal("INT");
            List<String> rest = program.readLines();
            assertThat(program.waitFor()).isEqualTo(130);
            assertThat(rest).as("no other transition, the report only").hasSize(1);
            Map<String, Object> report = Json.object(rest.get(0));
            assertThat(report).containsEntry("type", "report");
            assertThat(list(report, "outages")).hasSize(1);
            Map<?, ?> outage =
                    (Map<?, ?>) Objects.requireNonNull(list(report, "outages").get(0));
            assertThat(moment(outage, "began", "latest")).isAfterOrEqualTo(beforeDown);
            assertThat(list(report, "unobserved"))
                    .anySatisfy(span -> assertThat(Duration.between(
                                    Instant.parse((String) ((Map<?, ?>) span).get("from")),
                                    Instant.parse((String) ((Map<?, ?>) span).get("to"))))
                            .isGreaterThanOrEqualTo(Duration.ofMillis(4_500)));
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    @Test
    void closedStandardOutput_endsTheWatchAtTheNextWrite() throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", "-i", "200ms", "--for", "10m", target.target())) {
            assertThat(nextLine(program)).contains("unknown -> up");
            program.stopReading();
            target.goDown();
            assertThat(program.waitFor()).isEqualTo(141);
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    @Test
    void closedStandardOutput_endsTheWatchWithoutAWrite() throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", target.target())) {
            assertThat(program.readLine()).contains(target.target());
            program.stopReading();
            assertThat(program.waitFor()).isEqualTo(141);
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    @Test
    void terminatedWatch_endsWithTheReport() throws Exception {
        try (TcpPeer target = TcpPeer.refusing();
                Program program = start("watch", "-i", "200ms", target.target())) {
            assertThat(nextLine(program)).contains("unknown -> down");
            program.signal("TERM");
            assertThat(program.readLines()).last().asString().startsWith("engine ");
            assertThat(program.waitFor()).isEqualTo(143);
        }
    }
}
