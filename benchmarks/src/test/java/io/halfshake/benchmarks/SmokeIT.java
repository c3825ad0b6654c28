package io.halfshake.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.contender.CContender;
import io.halfshake.benchmarks.contender.Haproxy;
import io.halfshake.benchmarks.contender.JavaContender;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.contender.Scanner;
import io.halfshake.benchmarks.contender.ThreadPool;
import io.halfshake.benchmarks.machine.CCompiler;
import io.halfshake.benchmarks.machine.JavaHome;
import io.halfshake.benchmarks.machine.Machine;
import io.halfshake.benchmarks.machine.Programs;
import io.halfshake.benchmarks.report.MarkdownTable;
import io.halfshake.benchmarks.report.Plot;
import io.halfshake.benchmarks.report.Results;
import io.halfshake.benchmarks.report.Row;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Options;
import io.halfshake.lab.Capture;
import io.halfshake.lab.LabNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Every contender at every work once, with so few checks that the figures mean nothing, so that none of them rots.
 * {@code -Dprograms.required} fails where a program is not installed, as .ci/run wants it.
 */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(1_800)
class SmokeIT {
    private static final int HOSTS = 100;
    private static final int MAX_RUNS = 10;
    private static final List<String> ONE_AT_A_TIME =
            List.of(JavaContender.HALF_OPEN_ONE.text(), JavaContender.SOCKET_ONE.text());
    private static final Options FEW =
            new Options(List.of(ThreadPool.THREADS), List.of(0), HOSTS, 1, 0.3, 100, List.of(), true, false);

    private Results results =
            new Results(new Machine("", 0, 0, "", "", "", "", List.of()), FEW, List.of(), List.of(), List.of());

    @BeforeAll
    void runAll() throws Exception {
        Assumptions.assumeThat(LabNetwork.trouble()).isEmpty();
        Results many = run(ThreadPool.THREADS, List.of());
        Results one = run(1, ONE_AT_A_TIME);
        results = new Results(
                many.machine(),
                FEW,
                Stream.concat(many.rows().stream(), one.rows().stream()).toList(),
                many.roundTrips(),
                many.leftOut());
        // Ten runs of our own engines would let one pass that completes handshakes in most of them.
        repeat(row -> isHeldUp(row) || isSeen(row) || isOther(row));
        for (int run = 2; run < MAX_RUNS && rows().anyMatch(SmokeIT::isToBeRepeated); run++) {
            repeat(SmokeIT::isToBeRepeated);
        }
    }

    private void repeat(Predicate<Row> which) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (Row row : results.rows()) {
            rows.add(which.test(row) ? again(row) : row);
        }
        results = new Results(results.machine(), FEW, rows, results.roundTrips(), results.leftOut());
    }

    /** Contenders whose names begin so; all if there is none. */
    private static Results run(int inFlight, List<String> only) throws Exception {
        Options options = new Options(
                List.of(inFlight),
                FEW.distances(),
                HOSTS,
                FEW.rounds(),
                FEW.seconds(),
                FEW.checks(),
                only,
                true,
                false);
        try (Benchmark benchmark = new Benchmark(options, text -> System.err.println("benchmarks: " + text))) {
            return benchmark.run();
        }
    }

    /** A machine with much else to do may keep all checks of a contender from being made in time. */
    private static boolean isHeldUp(Row row) {
        return row.turns().get(0).asExpected() == 0;
    }

    /** Or most of them: then nothing is seen of what it does otherwise. */
    private static boolean isToBeRepeated(Row row) {
        return isHeldUp(row)
                || (isHalf(row) && hasDeclaredWire(row) && row.observed() != row.wire() && isAdmitted(row));
    }

    /** Each handshake that was completed was reported so. */
    private static boolean isAdmitted(Row row) {
        return row.completedHandshakes() <= row.others().getOrDefault("UP, but not half open", 0L);
    }

    /** It may also keep answers from being read before the kernel completes the handshake. */
    private static boolean isSeen(Row row) {
        return isHalf(row) && row.expected() == Expected.UP && row.completedHandshakes() > 0;
    }

    /** Most handshakes of another's contender were completed, or not, against what it is known to do. */
    private static boolean isOther(Row row) {
        boolean isOurs = isHalf(row) || row.contender().startsWith("connect");
        return !isOurs && hasDeclaredWire(row) && row.observed() != row.wire();
    }

    /** HAProxy is given more to check than it can, so that a slow machine has it read answers too late. */
    private static boolean hasDeclaredWire(Row row) {
        return row.expected() == Expected.UP && !row.contender().startsWith("HAProxy");
    }

    private static boolean isHalf(Row row) {
        return Stream.of("half-open", "syn").anyMatch(row.contender()::startsWith);
    }

    private static Row again(Row wanted) throws Exception {
        Integer inFlight = wanted.inFlight();
        return run(inFlight == null ? ThreadPool.THREADS : inFlight, List.of(wanted.contender())).rows().stream()
                .filter(row -> row.contender().equals(wanted.contender())
                        && row.workload().equals(wanted.workload()))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<String> programs() {
        return Stream.concat(
                Stream.of(CCompiler.PROGRAM, Haproxy.PROGRAM, RoundTripError.PROGRAM),
                Stream.of(Scanner.Program.values()).map(Scanner.Program::program));
    }

    private static boolean isInstalled(String program) {
        return Programs.find(program).isPresent();
    }

    private Stream<Row> rows() {
        return results.rows().stream();
    }

    private List<String> contenders(Expected expected, boolean lab) {
        return rows().filter(row -> row.expected() == expected && row.workload().contains("hosts") == lab)
                .filter(row -> !row.workload().endsWith(Benchmark.EVENLY_SPREAD))
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
            boolean isLeftOut = expected == Expected.SILENT
                    && (contender.text().startsWith("bare loop") || ONE_AT_A_TIME.contains(contender.text()));
            if (hasJdk && !isLeftOut && !contender.isOnlyIfNamed()) {
                names.add(contender.text());
            }
        }
        return names;
    }

    private static List<String> withInFlight(Expected expected) {
        String[] inC = isInstalled(CCompiler.PROGRAM) && expected != Expected.SILENT
                ? Stream.of(CContender.values()).map(CContender::text).toArray(String[]::new)
                : new String[0];
        return with(inJava(expected), inC);
    }

    private static List<String> with(List<String> names, String... more) {
        return Stream.concat(names.stream(), Stream.of(more)).toList();
    }

    @Test
    void requiredPrograms_areInstalled() {
        List<String> missing =
                programs().filter(program -> !isInstalled(program)).toList();
        if (System.getProperty("programs.required") == null) {
            missing.forEach(program -> System.err.println("benchmarks: LEFT OUT, not installed: " + program));
        } else {
            assertThat(missing).isEmpty();
        }
    }

    @Test
    void sourcesInC_compileWithoutWarning() throws Exception {
        Assumptions.assumeThat(isInstalled(CCompiler.PROGRAM))
                .as("gcc is installed")
                .isTrue();
        try (CCompiler compiler = new CCompiler(Programs.path(CCompiler.PROGRAM))) {
            for (String source : List.of("half_open", "syn")) {
                CCompiler.Compiled compiled = compiler.compile(source);
                assertThat(compiled.output()).as(source).isEmpty();
                assertThat(compiled.program()).isExecutable();
            }
        }
    }

    @Test
    void run_includesEveryContenderInItsWorkloads() {
        List<String> scanners = Stream.of(Scanner.Program.values())
                .filter(program -> isInstalled(program.program()))
                .map(Scanner.Program::text)
                .toList();
        List<String> telling = Stream.of(Scanner.Program.NMAP, Scanner.Program.FPING)
                .filter(program -> isInstalled(program.program()))
                .map(Scanner.Program::text)
                .toList();
        String[] haproxy = isInstalled(Haproxy.PROGRAM) ? new String[] {"HAProxy, 1,000 servers"} : new String[0];

        assertThat(contenders(Expected.UP, false))
                .containsExactlyInAnyOrderElementsOf(with(withInFlight(Expected.UP), haproxy));
        assertThat(contenders(Expected.REFUSED, false))
                .containsExactlyInAnyOrderElementsOf(with(withInFlight(Expected.REFUSED), haproxy));
        assertThat(contenders(Expected.UP, true))
                .containsExactlyInAnyOrderElementsOf(
                        with(with(withInFlight(Expected.UP), haproxy), scanners.toArray(String[]::new)));
        assertThat(contenders(Expected.SILENT, true))
                .containsExactlyInAnyOrderElementsOf(
                        with(with(withInFlight(Expected.SILENT), haproxy), telling.toArray(String[]::new)));
    }

    @Test
    void evenlySpreadDeadlines_areMeasured() {
        assertThat(rows().filter(row -> row.workload().endsWith(Benchmark.EVENLY_SPREAD))
                        .map(Row::contender))
                .containsExactlyElementsOf(
                        Contenders.EVENLY.stream().map(JavaContender::text).toList());
    }

    @Test
    void everyContender_getsExpectedResults() {
        SoftAssertions.assertSoftly(softly -> rows().forEach(row -> {
            Measurement measurement = row.turns().get(0);
            // Not how many of them: a machine with much else to do holds up some, and masscan misses answers anyway.
            softly.assertThat(measurement.asExpected())
                    .as("%s, %s: %s", row.workload(), row.contender(), row.others())
                    .isPositive();
        }));
    }

    @Test
    void wireKindOfContenders_isAsDeclared() {
        SoftAssertions.assertSoftly(softly -> rows().filter(SmokeIT::hasDeclaredWire)
                .forEach(row -> softly.assertThat(row.observed())
                        .as(
                                "%s, %s: %s handshakes completed",
                                row.workload(), row.contender(), row.completedHandshakes())
                        .isEqualTo(row.wire())));
    }

    @Test
    void halfOpenContenders_completeNoHandshakeUnseen() {
        assertThat(rows().filter(SmokeIT::isHalf))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(isAdmitted(row))
                        .as("%s, of %s completed", row, row.completedHandshakes())
                        .isTrue());
    }

    @Test
    void figuresOfContenders_arePresentAndPlausible() {
        SoftAssertions.assertSoftly(softly -> rows().forEach(row -> {
            Measurement measurement = row.turns().get(0);
            softly.assertThat(measurement.checks()).as("checks of %s", row).isPositive();
            softly.assertThat(measurement.checksPerSecond())
                    .as("rate of %s", row)
                    .isBetween(1e-3, 10e6);
            softly.assertThat(measurement.cpuMicrosPerCheck())
                    .as("CPU time of %s", row)
                    .isBetween(0.5, 1e6);
            softly.assertThat(measurement.peakKibibytes())
                    .as("memory of %s", row)
                    .isBetween(500L, 4_000_000L);
            if (row.inFlight() != null) {
                if (!row.contender().contains(" in C")) {
                    softly.assertThat(measurement.allocatedBytes())
                            .as("allocation of %s", row)
                            .isBetween(0L, 1_000_000_000L);
                }
                softly.assertThat(measurement.lateness() != null)
                        .as("lateness of %s", row)
                        .isEqualTo(row.expected() == Expected.SILENT);
            }
        }));
    }

    @Test
    void roundTrips_areComparedWithACapture() {
        long expected = RoundTripError.CONTENDERS.stream()
                .filter(contender -> contender != JavaContender.CONNECT_PLATFORM
                        || !JavaHome.own().hasVirtualThreads())
                .count();
        assertThat(results.roundTrips()).hasSize(Capture.trouble().isEmpty() ? (int) expected : 0);
        assertThat(results.roundTrips()).allSatisfy(row -> assertThat(row.max()).isBetween(0.0, 5e6));
    }

    @Test
    void tableAndPlot_nameAllContenders() {
        String table = MarkdownTable.of(results);
        String plot = Plot.of(results);

        assertThat(rows()).isNotEmpty().allSatisfy(row -> assertThat(table).contains("| " + row.contender() + " |"));
        assertThat(contenders(Expected.UP, false))
                .isNotEmpty()
                .allSatisfy(contender -> assertThat(plot).contains(">" + contender));
    }
}
