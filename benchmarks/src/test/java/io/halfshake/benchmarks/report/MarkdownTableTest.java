package io.halfshake.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.benchmarks.contender.CContender;
import io.halfshake.benchmarks.contender.JavaContender;
import io.halfshake.benchmarks.contender.Measurement;
import io.halfshake.benchmarks.contender.WireKind;
import io.halfshake.benchmarks.workload.Expected;
import io.halfshake.benchmarks.workload.Options;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkdownTableTest {
    private static final String BARE = JavaContender.BARE_FRESH.text();

    @Test
    void table_showsMediansAndRatiosToTheBareLoop() {
        String table = MarkdownTable.of(Examples.results(
                Examples.row(BARE, 100, 20, 30, 20),
                Examples.row(BARE, 1_000, 25),
                Examples.row("other", 100, 10, 15, 90),
                Examples.row("other", 1_000, 50)));

        assertThat(table)
                .contains("| contender | handshake | 100 | 1,000 | own choice |\n")
                .contains("| " + BARE + " | half | 20.0 (1.00) | 25.0 (1.00) |  |\n")
                .contains("| other | half | 15.0 (0.75) | 50.0 (2.00) |  |\n")
                .contains("| other | 100 | 100 | 15.0 | 10.0 to 90.0 | 10 | 2 | – | 0 | 300 |  |\n");
    }

    @Test
    void table_comparesProgramsWithAThousandInFlight() {
        String table = MarkdownTable.of(Examples.results(
                Examples.row(BARE, 1_000, 20), Examples.row(BARE, 10_000, 40), Examples.row("program", null, 10)));

        assertThat(table).contains("| program | half |  |  | 10.0 (0.50) |\n");
    }

    @Test
    void table_showsRatiosToTheLoopInCWhereItWasMeasured() {
        String table = MarkdownTable.of(Examples.results(
                Examples.row(BARE, 100, 20),
                Examples.row(BARE, 1_000, 20),
                Examples.row(CContender.NAIVE.text(), 100, 16),
                Examples.row("other", 100, 12),
                Examples.row("other", 1_000, 12)));

        assertThat(table)
                .contains("| other | half | 12.0 (0.60, C 0.75) | 12.0 (0.60) |  |\n")
                .contains("| " + CContender.NAIVE.text() + " | half | 16.0 (0.80, C 1.00) |  |  |\n");
    }

    @Test
    void table_marksAndListsUnexpectedResults() {
        Measurement measurement = new Measurement(100, 90, Map.of("SILENT", 10L), 1, 1_000, null, 2_048, null, null);
        Row row = new Row("Listener", Expected.UP, "lossy", 100, WireKind.HALF, 0, List.of(measurement, measurement));

        assertThat(MarkdownTable.of(Examples.results(row)))
                .contains("10.0 \\* |")
                .contains("| 20 SILENT |");
    }

    @Test
    void table_marksFullHandshakes() {
        Row row = Examples.row("full", 100, WireKind.FULL, 100, 10);
        Row leaking = Examples.row("leaking", 100, WireKind.HALF, 3, 10);

        assertThat(MarkdownTable.of(Examples.results(row, leaking)))
                .contains("| full | full |")
                .contains("| leaking | half, 3 completed |");
    }

    @Test
    void table_marksQuickRuns() {
        Results quick = new Results(Examples.MACHINE, Options.parse("--quick"), List.of(), List.of(), List.of());

        assertThat(MarkdownTable.of(quick)).startsWith("**A short run");
        assertThat(MarkdownTable.of(Examples.results())).doesNotContain("quick");
    }
}
