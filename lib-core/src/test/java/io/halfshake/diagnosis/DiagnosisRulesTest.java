package io.halfshake.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.monitor.MonitorSamples;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosisRulesTest {
    private static final InetAddress HOST = MonitorSamples.address("", 5).getAddress();

    /** What came of all questions. */
    private record Case(
            @Nullable Reply service,
            Reply closed,
            Reply otherClosed,
            @Nullable Reply echo) {
        Diagnosis diagnosis() {
            return Diagnosis.of(
                    service == null ? "db" : "db:5432", HOST, result(5_432, service), results(), result(0, echo));
        }

        DiagnosisVerdict verdict() {
            return diagnosis().verdict();
        }

        private List<CheckResult> results() {
            return List.of(closed.from(HOST, 29_200), otherClosed.from(HOST, 29_300));
        }

        private static @Nullable CheckResult result(int port, @Nullable Reply reply) {
            return reply == null ? null : reply.from(HOST, port);
        }

        List<Reply> replies() {
            return Stream.of(service, closed, otherClosed, echo)
                    .filter(Objects::nonNull)
                    .toList();
        }

        boolean isIntercepted() {
            return closed == Reply.UP && otherClosed == Reply.UP;
        }

        boolean hasLife() {
            return replies().contains(Reply.UP) || replies().contains(Reply.RST);
        }
    }

    private static void all(Consumer<Case> property) {
        List<@Nullable Reply> orNone = new ArrayList<>(List.of(Reply.values()));
        orNone.add(null);
        for (Reply service : orNone) {
            for (Reply closed : Reply.values()) {
                for (Reply otherClosed : Reply.values()) {
                    for (Reply echo : orNone) {
                        property.accept(new Case(service, closed, otherClosed, echo));
                    }
                }
            }
        }
    }

    @Test
    void twoAnsweringClosedPorts_meanInterception() {
        all(each -> assertThat(each.verdict() == DiagnosisVerdict.INTERCEPTED)
                .as("%s", each)
                .isEqualTo(each.isIntercepted()));
    }

    @Test
    void service_isUpOnlyIfItAnsweredItself() {
        all(each -> assertThat(each.verdict() == DiagnosisVerdict.SERVICE_UP)
                .as("%s", each)
                .isEqualTo(each.service == Reply.UP && !each.isIntercepted()));
    }

    @Test
    void uncheckedService_getsNoServiceVerdict() {
        all(each -> {
            boolean ofService =
                    each.verdict() == DiagnosisVerdict.SERVICE_UP || each.verdict() == DiagnosisVerdict.SERVICE_DOWN;
            assertThat(ofService && (each.service == null || each.service == Reply.UNKNOWN))
                    .as("%s", each)
                    .isFalse();
            assertThat(each.verdict() == DiagnosisVerdict.HOST_UP && each.service != null)
                    .as("%s", each)
                    .isFalse();
        });
    }

    @Test
    void hostWithASignOfLife_isNeverDown() {
        all(each -> {
            if (each.hasLife()) {
                assertThat(each.verdict()).as("%s", each).isNotEqualTo(DiagnosisVerdict.HOST_DOWN);
                boolean told = each.service != Reply.UNKNOWN;
                assertThat(told && each.verdict() == DiagnosisVerdict.CANNOT_TELL)
                        .as("%s", each)
                        .isFalse();
            } else {
                assertThat(each.verdict())
                        .as("%s", each)
                        .isIn(DiagnosisVerdict.HOST_DOWN, DiagnosisVerdict.CANNOT_TELL);
            }
        });
    }

    @Test
    void silentHost_isDownOnlyIfItsEchoIsSilentToo() {
        all(each -> {
            if (each.verdict() == DiagnosisVerdict.HOST_DOWN && !each.replies().contains(Reply.HOST_UNREACHABLE)) {
                assertThat(each.echo).as("%s", each).isEqualTo(Reply.SILENT);
                assertThat(each.replies()).as("%s", each).containsOnly(Reply.SILENT);
            }
        });
    }

    @Test
    void firewallReply_neverMeansHostDown() {
        all(each -> {
            boolean spoke =
                    each.replies().contains(Reply.PROHIBITED) || each.replies().contains(Reply.PORT_UNREACHABLE);
            assertThat(spoke && each.verdict() == DiagnosisVerdict.HOST_DOWN)
                    .as("%s", each)
                    .isFalse();
        });
    }

    @Test
    void closedPortOrder_doesNotMatter() {
        all(each -> assertThat(new Case(each.service, each.otherClosed, each.closed, each.echo).verdict())
                .as("%s", each)
                .isEqualTo(each.verdict()));
    }

    @Test
    void evidence_containsEveryCheck() {
        all(each -> {
            Diagnosis diagnosis = each.diagnosis();
            assertThat(diagnosis.evidence())
                    .as("%s", each)
                    .hasSize(each.replies().size() + (each.echo == null ? 1 : 0))
                    .doesNotContain("");
            assertThat(diagnosis.describe())
                    .startsWith(diagnosis.target() + " (192.0.2.5): ")
                    .contains(diagnosis.verdict().describe())
                    .endsWith(diagnosis.explanation());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "UP, RST, RST, UP, SERVICE_UP",
        "UP, SILENT, SILENT, SILENT, SERVICE_UP",
        "UP, UP, RST, UP, SERVICE_UP",
        "UP, UP, UP, UP, INTERCEPTED",
        "RST, UP, UP, , INTERCEPTED",
        "UNKNOWN, UP, UP, , INTERCEPTED",
        ", UP, UP, , INTERCEPTED",
        "RST, RST, RST, UP, SERVICE_DOWN",
        "RST, SILENT, SILENT, SILENT, SERVICE_DOWN",
        "SILENT, RST, SILENT, , SERVICE_DOWN",
        "SILENT, UP, SILENT, SILENT, SERVICE_DOWN",
        "SILENT, SILENT, SILENT, UP, SERVICE_DOWN",
        "EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, UP, SERVICE_DOWN",
        "HOST_UNREACHABLE, RST, HOST_UNREACHABLE, HOST_UNREACHABLE, SERVICE_DOWN",
        "SILENT, SILENT, SILENT, SILENT, HOST_DOWN",
        "EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, HOST_UNREACHABLE, HOST_DOWN",
        "HOST_UNREACHABLE, HOST_UNREACHABLE, SILENT, , HOST_DOWN",
        "HOST_UNREACHABLE, SILENT, SILENT, UNKNOWN, HOST_DOWN",
        "SILENT, SILENT, SILENT, , CANNOT_TELL",
        "SILENT, SILENT, SILENT, UNKNOWN, CANNOT_TELL",
        "SILENT, SILENT, UNKNOWN, SILENT, CANNOT_TELL",
        "EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, , CANNOT_TELL",
        "EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, PROHIBITED, CANNOT_TELL",
        "EHOSTUNREACH, EHOSTUNREACH, EHOSTUNREACH, SILENT, CANNOT_TELL",
        "PORT_UNREACHABLE, PORT_UNREACHABLE, PORT_UNREACHABLE, SILENT, CANNOT_TELL",
        "PORT_UNREACHABLE, HOST_UNREACHABLE, HOST_UNREACHABLE, HOST_UNREACHABLE, CANNOT_TELL",
        "UNKNOWN, RST, RST, UP, CANNOT_TELL",
        "UNKNOWN, SILENT, SILENT, HOST_UNREACHABLE, CANNOT_TELL",
        ", RST, RST, , HOST_UP",
        ", SILENT, SILENT, UP, HOST_UP",
        ", UNKNOWN, UNKNOWN, UP, HOST_UP",
        ", SILENT, SILENT, SILENT, HOST_DOWN",
        ", SILENT, SILENT, , CANNOT_TELL",
        ", SILENT, SILENT, PROHIBITED, CANNOT_TELL",
    })
    void verdict_followsFromTheAnswers(
            @Nullable Reply service, Reply closed, Reply otherClosed, @Nullable Reply echo, DiagnosisVerdict verdict) {
        assertThat(new Case(service, closed, otherClosed, echo).verdict()).isEqualTo(verdict);
    }

    @Test
    void singleAnsweringClosedPort_isNoInterception() {
        CheckResult up = Reply.UP.from(HOST, 29_200);
        assertThat(DiagnosisRules.verdict(Reply.RST.from(HOST, 80), List.of(up), null))
                .isEqualTo(DiagnosisVerdict.SERVICE_DOWN);
    }

    @Test
    void verdictWithoutAnswers_isCannotTell() {
        assertThat(DiagnosisRules.verdict(null, List.of(), null)).isEqualTo(DiagnosisVerdict.CANNOT_TELL);
    }
}
