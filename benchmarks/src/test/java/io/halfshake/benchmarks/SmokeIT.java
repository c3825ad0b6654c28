package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.lab.LabNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Every contender at every work once, with so few checks that the figures mean nothing, so that none of them rots.
 * {@code -Dhalfshake.programs.required} fails where a program is not installed, as .ci/run wants it.
 */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class SmokeIT {
    private static final int HOSTS = 100;

    private static final Options FEW =
            new Options(List.of(ThreadPool.THREADS), List.of(0), HOSTS, 1, 0.3, 100, List.of(), true, false);

    /** A machine with much else to do may hold up some checks of a hundred. */
    private static final double MOST = 0.8;

    private final Benchmark benchmark = new Benchmark(FEW, text -> System.err.println("benchmarks: " + text));
    private Results results =
            new Results(new Machine("", 0, 0, "", "", "", "", List.of()), FEW, List.of(), List.of(), List.of());

    @BeforeAll
    void runAll() throws Exception {
        Assumptions.assumeThat(LabNetwork.trouble()).isEmpty();
        results = benchmark.run();
    }

    @AfterAll
    void end() {
        benchmark.close();
    }

    private static Stream<String> programs() {
        return Stream.concat(
                Stream.of(Haproxy.PROGRAM, RoundTripError.PROGRAM),
                Stream.of(Scanner.Program.values()).map(Scanner.Program::program));
    }

    private static boolean isInstalled(String program) {
        return Programs.find(program).isPresent();
    }

    private Stream<Row> rows() {
        return results.rows().stream();
    }

    private List<String> contenders(Expected expected, boolean lab) {
        return rows().filter(row -> row.expected() == expected && row.work().contains("hosts") == lab)
                .filter(row -> !row.work().endsWith(Benchmark.EVENLY))
                .map(Row::contender)
                .toList();
    }

    private static List<String> inJava(Expected expected) {
        List<String> names = new ArrayList<>();
        for (JavaContender contender : JavaContender.values()) {
            boolean hasJdk = switch (contender) {
                case CONNECT_PLATFORM -> !JavaHome.own().hasVirtualThreads();
                case CONNECT_VIRTUAL -> JavaHome.withVirtualThreads().isPresent();
                default -> true;
            };
            boolean answers = expected == Expected.SILENT && contender.text().startsWith("bare loop");
            if (hasJdk && !answers && !contender.isOnlyIfNamed()) {
                names.add(contender.text());
            }
        }
        return names;
    }

    private static List<String> with(List<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).toList();
    }

    @Test
    void noProgramIsMissingWhereAllAreRequired() {
        List<String> missing =
                programs().filter(program -> !isInstalled(program)).toList();
        if (System.getProperty("halfshake.programs.required") == null) {
            missing.forEach(program -> System.err.println("benchmarks: LEFT OUT, not installed: " + program));
        } else {
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void everyContenderTakesPartInEveryWorkThatItCanDo() {
        List<String> scanners = Stream.of(Scanner.Program.values())
                .filter(program -> isInstalled(program.program()))
                .map(Scanner.Program::text)
                .toList();
        List<String> telling = Stream.of(Scanner.Program.NMAP, Scanner.Program.FPING)
                .filter(program -> isInstalled(program.program()))
                .map(Scanner.Program::text)
                .toList();
        String[] haproxy = isInstalled(Haproxy.PROGRAM) ? new String[] {"HAProxy, 1,000 servers"} : new String[0];

        assertThat(contenders(Expected.UP, false)).containsExactlyElementsOf(with(inJava(Expected.UP), haproxy));
        assertThat(contenders(Expected.REFUSED, false))
                .containsExactlyElementsOf(with(inJava(Expected.REFUSED), haproxy));
        assertThat(contenders(Expected.UP, true))
                .containsExactlyElementsOf(with(with(inJava(Expected.UP), haproxy), scanners.toArray(String[]::new)));
        assertThat(contenders(Expected.SILENT, true))
                .containsExactlyElementsOf(
                        with(with(inJava(Expected.SILENT), haproxy), telling.toArray(String[]::new)));
    }

    @Test
    void deadlinesAreAlsoMeasuredWhereTheyDoNotComeAllAtOnce() {
        assertThat(rows().filter(row -> row.work().endsWith(Benchmark.EVENLY)).map(Row::contender))
                .containsExactlyElementsOf(
                        Field.EVENLY.stream().map(JavaContender::text).toList());
    }

    @Test
    void checksFindWhatTheyShould() {
        SoftAssertions.assertSoftly(softly -> rows().forEach(row -> {
            Turn turn = row.turns().get(0);
            // masscan misses many answers here, whatever its rate.
            double least = row.contender().startsWith("masscan") ? 0.1 : MOST;
            softly.assertThat(turn.asExpected() / (double) turn.checks())
                    .as("%s, %s: %s", row.work(), row.contender(), row.others())
                    .isBetween(least, 1.0);
        }));
    }

    @Test
    void eachContenderIsOnTheWireWhatWeSayOfIt() {
        SoftAssertions.assertSoftly(softly -> rows().filter(row -> row.expected() == Expected.UP)
                .forEach(row -> softly.assertThat(row.seen())
                        .as("%s, %s: %s handshakes completed", row.work(), row.contender(), row.completedHandshakes())
                        .isEqualTo(row.wire())));
    }

    @Test
    void halfOpenChecksOfOursAreNeverAccepted() {
        assertThat(rows().filter(row -> Stream.of("half-open", "syn").anyMatch(row.contender()::startsWith)))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(row.completedHandshakes()).isZero());
    }

    @Test
    void figuresArePresentAndSane() {
        SoftAssertions.assertSoftly(softly -> rows().forEach(row -> {
            Turn turn = row.turns().get(0);
            softly.assertThat(turn.checks()).as("checks of %s", row).isPositive();
            softly.assertThat(turn.checksPerSecond()).as("rate of %s", row).isBetween(1.0, 10e6);
            softly.assertThat(turn.cpuMicrosPerCheck())
                    .as("CPU time of %s", row)
                    .isBetween(0.5, 1e6);
            softly.assertThat(turn.peakKibibytes()).as("memory of %s", row).isBetween(500L, 4_000_000L);
            if (row.inFlight() != null) {
                softly.assertThat(turn.allocatedBytes())
                        .as("allocation of %s", row)
                        .isBetween(0L, 1_000_000_000L);
                softly.assertThat(turn.lateness() != null)
                        .as("lateness of %s", row)
                        .isEqualTo(row.expected() == Expected.SILENT);
            }
        }));
    }

    @Test
    void roundTripsAreComparedWithACapture() {
        long expected = RoundTripError.CONTENDERS.stream()
                .filter(contender -> contender != JavaContender.CONNECT_PLATFORM
                        || !JavaHome.own().hasVirtualThreads())
                .count();
        assertThat(results.roundTrips()).hasSize(isInstalled(RoundTripError.PROGRAM) ? (int) expected : 0);
        assertThat(results.roundTrips())
                .allSatisfy(row -> assertThat(row.most()).isBetween(0.0, 5e6));
    }

    @Test
    void theTableAndThePlotNameAllContenders() {
        String table = MarkdownTable.of(results);
        String plot = Plot.of(results);

        assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(table).contains("| " + row.contender() + " |"));
        assertThat(contenders(Expected.UP, false))
                .isNotEmpty()
                .allSatisfy(contender -> assertThat(plot).contains(">" + contender));
    }
}
