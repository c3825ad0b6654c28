package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

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

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WatchIT {
    private static final Duration INTERVAL = Duration.ofMillis(200);

    /** A round trip on loopback takes less than a tenth of this. */
    private static final Duration ROUND_TRIP = Duration.ofMillis(1);

    /**
     * How late a busy machine may make a check and its answer: while the listener's JVM starts, this is not rare. Less
     * than an interval, so that bounds of two intervals would be noticed.
     */
    private static final Duration SCHEDULING = Duration.ofMillis(150);

    private static final Duration NARROW = INTERVAL.plus(ROUND_TRIP).plus(SCHEDULING);
    private static final int MORE_ATTEMPTS = 4;

    /** How long the watching process stands still. */
    private static final Duration STOP = Duration.ofSeconds(5);

    @TempDir
    private Path directory;

    private Path stderrFile() {
        return directory.resolve("stderr");
    }

    private Program start(String... arguments) throws IOException {
        return Program.start(stderrFile(), arguments);
    }

    /** A port that refuses while nobody listens, and that nobody else gets. */
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

    /** The next line but for that of a first check which a busy machine kept from telling anything. */
    private static String nextLine(Program program) throws IOException {
        String line = program.readLine();
        return line.contains(" is unknown: stalled") ? program.readLine() : line;
    }

    private static void expectTransition(Program program, String to) throws IOException {
        assertThat(Json.object(nextLine(program)))
                .containsEntry("type", "transition")
                .containsEntry("to", to);
    }

    @Test
    void measuresTheOutageOfAListenerThatIsKilledAndStartedAnew() throws Exception {
        Map<?, ?> outage = measuredFailOver();
        // A machine that is busy with something else may be late once, and cannot be late for ever.
        for (int more = MORE_ATTEMPTS; more > 0 && width(outage).compareTo(NARROW) > 0; more--) {
            outage = measuredFailOver();
        }
        assertThat(width(outage)).isLessThanOrEqualTo(NARROW);
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    /** The outage as it was reported. It contains the true one, however late everything was. */
    private Map<?, ?> measuredFailOver() throws Exception {
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
                    return outage;
                }
            }
        }
    }

    /** The target went down between the kill and the end of the process, and came up while the second one started. */
    private static void assertContains(Map<?, ?> outage, Instant beforeKill, Instant killed, ListeningProcess second) {
        assertThat(moment(outage, "began", "earliest")).isBeforeOrEqualTo(killed);
        assertThat(moment(outage, "began", "latest")).isAfterOrEqualTo(beforeKill);
        assertThat(moment(outage, "ended", "earliest")).isBeforeOrEqualTo(second.listening());
        assertThat(moment(outage, "ended", "latest")).isAfterOrEqualTo(second.beforeListening());
    }

    /** Of the wider one of its bounds. */
    private static Duration width(Map<?, ?> outage) {
        Duration began = Duration.between(moment(outage, "began", "earliest"), moment(outage, "began", "latest"));
        Duration ended = Duration.between(moment(outage, "ended", "earliest"), moment(outage, "ended", "latest"));
        return began.compareTo(ended) > 0 ? began : ended;
    }

    @Test
    void aProcessThatStandsStillBlamesItselfAndNotTheTarget() throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", "-i", "200ms", "--json", target.target())) {
            expectTransition(program, "up");
            program.signal("STOP");
            // The length of the stop itself: there is nothing to wait for in a process that stands still.
            TimeUnit.NANOSECONDS.sleep(STOP.toNanos());
            program.signal("CONT");
            // Until it has looked again, and could have said something wrong.
            TimeUnit.NANOSECONDS.sleep(INTERVAL.multipliedBy(5).toNanos());
            program.signal("INT");
            List<String> rest = program.readLines();
            assertThat(program.waitFor()).isEqualTo(130);
            assertThat(rest).as("no transition, the report only").hasSize(1);
            Map<String, Object> report = Json.object(rest.get(0));
            assertThat(report).containsEntry("type", "report").containsEntry("outages", List.of());
            assertThat(list(report, "unobserved"))
                    .singleElement()
                    .satisfies(span -> assertThat(Duration.between(
                                    Instant.parse((String) ((Map<?, ?>) span).get("from")),
                                    Instant.parse((String) ((Map<?, ?>) span).get("to"))))
                            .isBetween(Duration.ofMillis(4_500), Duration.ofMillis(6_500)));
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    @Test
    void stopsQuietlyWhenNobodyReadsAnyMore() throws Exception {
        try (TcpPeer target = TcpPeer.accepting();
                Program program = start("watch", "-i", "200ms", "--for", "1m", target.target())) {
            assertThat(nextLine(program)).contains("unknown -> up");
            program.stopReading();
            target.goDown();
            assertThat(program.waitFor()).isEqualTo(141);
        }
        assertThat(Files.readString(stderrFile())).isEmpty();
    }

    @Test
    void endsWithTheReportWhenTerminated() throws Exception {
        try (TcpPeer target = TcpPeer.refusing();
                Program program = start("watch", "-i", "200ms", target.target())) {
            assertThat(nextLine(program)).contains("unknown -> down");
            program.signal("TERM");
            assertThat(program.readLines()).last().asString().startsWith("engine ");
            assertThat(program.waitFor()).isEqualTo(143);
        }
    }
}
