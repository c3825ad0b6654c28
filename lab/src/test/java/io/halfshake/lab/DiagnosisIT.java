package io.halfshake.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.Checker;
import io.halfshake.Target;
import io.halfshake.diagnosis.Diagnoser;
import io.halfshake.diagnosis.Diagnosis;
import io.halfshake.diagnosis.DiagnosisVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a diagnosis tells what is true of a host, from beyond a router. */
@RequiresLab
@Tag("once")
@Tag("own-loops")
class DiagnosisIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_STALLS = 20;
    /** A firewall that drops every SYN, as often as it comes, and lets echo requests pass. */
    private static final String DROPPED = IntStream.rangeClosed(1, 63)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(",", "refused lose=", ""));

    @SuppressWarnings("NullAway.Init") // Set before all tests.
    private static Lab lab;

    /**
     * What a host does.
     *
     * @param service on port 80
     * @param others on all other ports, and when it is asked for echo
     */
    private record Host(String service, String others) {
        static Host on(String everywhere) {
            return new Host(everywhere, everywhere);
        }

        void playAt(int number) {
            lab.play(number, others);
            lab.playPort(number, Lab.PORT, service);
        }
    }

    private record Row(Host host, DiagnosisVerdict verdict) {}

    @BeforeAll
    static void startLab(Lab shared) {
        lab = shared;
    }

    static Stream<ProtocolFamily> families() {
        return Stream.of(StandardProtocolFamily.INET, StandardProtocolFamily.INET6);
    }

    private static Checker checker(String engine) {
        return Checker.builder().engine(engine).build();
    }

    private static String target(ProtocolFamily family, int host, boolean withPort) {
        InetSocketAddress address = lab.address(family, host);
        return withPort ? Target.of(address).toString() : Target.of(address).host();
    }

    private static void compare(Diagnoser diagnoser, ProtocolFamily family, boolean withPort, List<Row> rows) {
        IntStream.range(0, rows.size()).forEach(number -> rows.get(number).host.playAt(number));
        List<CompletableFuture<Diagnosis>> diagnoses = IntStream.range(0, rows.size())
                .mapToObj(number -> diagnoser.diagnoseAsync(target(family, number, withPort), TIMEOUT))
                .toList();
        for (int number = 0; number < rows.size(); number++) {
            Diagnosis diagnosis = diagnoses.get(number).join();
            for (int i = 1; i < MAX_STALLS && isStalled(diagnosis); i++) {
                rows.get(number).host.playAt(number);
                diagnosis = diagnoser.diagnose(target(family, number, withPort), TIMEOUT);
            }
            assertThat(diagnosis.verdict())
                    .as("%s: %s %s", rows.get(number).host, diagnosis.describe(), diagnosis.evidence())
                    .isEqualTo(rows.get(number).verdict);
        }
    }

    private static void compareWithEcho(ProtocolFamily family, boolean withPort, Row... rows) {
        try (Checker checker = checker("half-open");
                Checker echo = checker("echo")) {
            compare(Diagnoser.of(checker).withEcho(echo), family, withPort, List.of(rows));
        }
    }

    private static void compareWithoutEcho(String engine, ProtocolFamily family, Row... rows) {
        try (Checker checker = checker(engine)) {
            compare(Diagnoser.of(checker), family, true, List.of(rows));
        }
    }

    /** Of a machine that held one of the checks up nothing is known but that. */
    private static boolean isStalled(Diagnosis diagnosis) {
        return Stream.concat(Stream.of(diagnosis.service(), diagnosis.echo()), diagnosis.closedPorts().stream())
                .filter(Objects::nonNull)
                .anyMatch(Unstalled::isStalled);
    }

    @ParameterizedTest
    @MethodSource("families")
    void diagnosisWithEcho_tellsServiceDownFromHostDown(ProtocolFamily family) {
        compareWithEcho(
                family,
                true,
                new Row(new Host("open", "refused"), DiagnosisVerdict.SERVICE_UP),
                new Row(new Host("open delay=50ms", "silent"), DiagnosisVerdict.SERVICE_UP),
                new Row(Host.on("refused"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(Host.on("refused mute"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(new Host("silent", "refused"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(new Host("silent", "refused mute delay=50ms"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(new Host("admin-prohibited", "refused"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(Host.on(DROPPED), DiagnosisVerdict.SERVICE_DOWN),
                new Row(Host.on("silent"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("host-unreachable"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("host-unreachable delay=50ms"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("net-unreachable"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("admin-prohibited"), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("open"), DiagnosisVerdict.INTERCEPTED),
                new Row(Host.on("syn-proxy"), DiagnosisVerdict.INTERCEPTED),
                new Row(new Host("silent", "open"), DiagnosisVerdict.INTERCEPTED));
    }

    @ParameterizedTest
    @MethodSource("families")
    void diagnosisWithoutAPort_tellsWhetherTheHostIsUp(ProtocolFamily family) {
        compareWithEcho(
                family,
                false,
                new Row(Host.on("refused"), DiagnosisVerdict.HOST_UP),
                new Row(Host.on(DROPPED), DiagnosisVerdict.HOST_UP),
                new Row(Host.on("refused mute"), DiagnosisVerdict.HOST_UP),
                new Row(Host.on("silent"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("host-unreachable"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("admin-prohibited"), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("open"), DiagnosisVerdict.INTERCEPTED));
    }

    @ParameterizedTest
    @MethodSource("families")
    void diagnosisByHalfOpenWithoutEcho_cannotTellHostDown(ProtocolFamily family) {
        compareWithoutEcho(
                "half-open",
                family,
                new Row(Host.on("refused"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(Host.on(DROPPED), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("silent"), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("host-unreachable"), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("admin-prohibited"), DiagnosisVerdict.CANNOT_TELL));
    }

    @ParameterizedTest
    @MethodSource("families")
    void diagnosisBySynWithoutEcho_tellsHostDownFromAFirewall(ProtocolFamily family) {
        compareWithoutEcho(
                "syn",
                family,
                new Row(Host.on("refused"), DiagnosisVerdict.SERVICE_DOWN),
                new Row(Host.on("host-unreachable"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("net-unreachable"), DiagnosisVerdict.HOST_DOWN),
                new Row(Host.on("admin-prohibited"), DiagnosisVerdict.CANNOT_TELL),
                new Row(Host.on("port-unreachable"), DiagnosisVerdict.CANNOT_TELL));
    }

    @ParameterizedTest
    @MethodSource("families")
    void nameWithSeveralAddresses_isDiagnosedAtOneAddress(ProtocolFamily family) {
        Host.on("silent").playAt(0);
        Host.on("refused").playAt(1);
        List<InetAddress> both = List.of(
                lab.address(family, 0).getAddress(), lab.address(family, 1).getAddress());
        try (Checker checker = Checker.builder()
                        .engine("half-open")
                        .resolver(host -> CompletableFuture.completedFuture(both))
                        .build();
                Checker echo = checker("echo")) {
            Diagnoser diagnoser = Diagnoser.of(checker).withEcho(echo);
            Diagnosis diagnosis = diagnoser.diagnose("db.example:80", TIMEOUT);
            for (int i = 1; i < MAX_STALLS && isStalled(diagnosis); i++) {
                diagnosis = diagnoser.diagnose("db.example:80", TIMEOUT);
            }
            assertThat(diagnosis.verdict()).isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
            assertThat(diagnosis.address()).isEqualTo(both.get(1));
            Stream<CheckResult> answers =
                    Stream.concat(Stream.of(diagnosis.service(), diagnosis.echo()), diagnosis.closedPorts().stream());
            assertThat(answers)
                    .hasSize(4)
                    .allSatisfy(answer -> assertThat(
                                    Objects.requireNonNull(answer.address()).getAddress())
                            .isEqualTo(both.get(1)));
        }
    }
}
