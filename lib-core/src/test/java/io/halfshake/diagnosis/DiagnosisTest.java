package io.halfshake.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.CheckResult;
import io.halfshake.monitor.MonitorSamples;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
    private static final InetAddress HOST = MonitorSamples.address("", 5).getAddress();

    private static Diagnosis of(@Nullable Reply service, Reply closed, @Nullable Reply echo) {
        return Diagnosis.of(
                "db:5432",
                HOST,
                service == null ? null : service.from(HOST, 5_432),
                List.of(closed.from(HOST, 29_200), closed.from(HOST, 29_300)),
                echo == null ? null : echo.from(HOST, 0));
    }

    @Test
    void evidence_listsEachCheckAndItsOutcome() {
        assertThat(of(Reply.RST, Reply.SILENT, Reply.UP).evidence())
                .containsExactly(
                        "port 5432: refused (RST) after 240 us",
                        "port 29200, which should be closed: silent for 2.00 s",
                        "port 29300, which should be closed: silent for 2.00 s",
                        "echo: answered after 240 us");
        assertThat(of(Reply.EHOSTUNREACH, Reply.UNKNOWN, Reply.PROHIBITED).evidence())
                .containsExactly(
                        "port 5432: unreachable (EHOSTUNREACH) after 240 us",
                        "port 29200, which should be closed: not known, no descriptors",
                        "port 29300, which should be closed: not known, no descriptors",
                        "echo: unreachable (ICMP type 3 code 13) after 240 us");
    }

    @Test
    void explanation_claimsNoMoreThanIsKnown() {
        assertThat(of(Reply.SILENT, Reply.SILENT, Reply.SILENT).describe())
                .isEqualTo("db:5432 (192.0.2.5): host down or out of reach; nothing answered, not even an echo request;"
                        + " a firewall that drops everything looks the same");
        assertThat(of(Reply.SILENT, Reply.SILENT, null).describe())
                .isEqualTo("db:5432 (192.0.2.5): cannot tell; the host is down, or a firewall drops what is sent to it;"
                        + " an echo request could tell, and none was sent");
        assertThat(of(Reply.EHOSTUNREACH, Reply.EHOSTUNREACH, null).explanation())
                .isEqualTo(
                        "the network reports it as unreachable: the host is down, or a firewall rejects what is sent to"
                                + " it; an echo request could tell, and none was sent");
        assertThat(of(Reply.PROHIBITED, Reply.SILENT, Reply.SILENT).explanation())
                .isEqualTo("something on the way forbids it, whether the host is alive or not");
        assertThat(of(Reply.UP, Reply.UNKNOWN, null).explanation()).contains("could not be ruled out");
        assertThat(of(Reply.UP, Reply.RST, null).explanation()).contains("a port that should be closed did not");
        assertThat(of(Reply.SILENT, Reply.RST, null).explanation()).contains("its accept queue is full");
        assertThat(of(null, Reply.UP, null).explanation()).contains("proves nothing about the host");
        assertThat(of(Reply.UP, Reply.UP, null).explanation()).contains("proves nothing about the service");
        assertThat(of(Reply.RST, Reply.UP, null).explanation()).contains("the one asked about did not");
    }

    @Test
    void describe_namesTheAddressOnlyIfItIsNotTheTarget() {
        assertThat(Diagnosis.of("192.0.2.5:80", HOST, null, List.of(), null).describe())
                .startsWith("192.0.2.5:80: cannot tell; ");
        assertThat(Diagnosis.of("db", null, null, List.of(), null).describe()).startsWith("db: cannot tell; ");
        assertThat(Diagnosis.of("db", HOST, null, List.of(), null).describe()).startsWith("db (192.0.2.5): ");
    }

    @Test
    void diagnosis_copiesItsListOfClosedPorts() {
        List<CheckResult> closed = new ArrayList<>();
        Diagnosis diagnosis = Diagnosis.of("db", HOST, null, closed, null);
        closed.add(Reply.UP.from(HOST, 29_200));
        assertThat(diagnosis.closedPorts()).isEmpty();
    }
}
