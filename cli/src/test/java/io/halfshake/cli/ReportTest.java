package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.CheckResult;
import io.halfshake.cli.ReportSettings.SummaryTo;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final String ERASED = "\r\u001b[K";
    private final Shell shell = new Shell();
    private final CheckResult up = Results.up("192.0.2.7:5432", 214_000);

    private Report report(SummaryTo summary) {
        ReportSettings settings = new ReportSettings(new TextFormat(false), summary, shell.stderrIsTerminal, 0);
        return new Report(shell.checker, settings, shell.surroundings());
    }

    @Test
    void writesWhatWaitsWithThePulse() {
        Report report = report(SummaryTo.NOWHERE);
        report.result(up);
        report.result(up);
        assertThat(shell.printed().lines()).hasSize(1);
        report.pulse();
        assertThat(shell.printed().lines()).hasSize(2);
    }

    @Test
    void writesTheSummaryAfterTheResultsOnce() {
        Report report = report(SummaryTo.STDOUT);
        report.result(up);
        assertThat(report.finish()).isZero();
        report.interrupted();
        report.pulse();
        assertThat(shell.printed()).matches("(?s)up .*\n\nchecks      1 in .*").containsOnlyOnce("checks");
        assertThat(shell.complained()).isEmpty();
    }

    @Test
    void showsProgressAndMakesRoomForResults() {
        shell.stderrIsTerminal = true;
        Report report = report(SummaryTo.NOWHERE);
        report.result(up);
        shell.time.advance(Duration.ofSeconds(2));
        report.pulse();
        assertThat(shell.complained()).isEqualTo(ERASED + "1 checked: 1 up, 0 down, 0 unknown; 0.5/s");
        shell.err.reset();
        report.result(up);
        assertThat(shell.complained()).isEqualTo(ERASED);
        report.pulse();
        shell.err.reset();
        report.finish();
        assertThat(shell.complained()).as("nothing was drawn so soon after").isEmpty();
    }

    @Test
    void erasesProgressAtTheEnd() {
        shell.stderrIsTerminal = true;
        Report report = report(SummaryTo.NOWHERE);
        shell.time.advance(Duration.ofSeconds(2));
        report.pulse();
        report.finish();
        assertThat(shell.complained()).endsWith(ERASED);
    }

    @Test
    void showsNoProgressWhereNobodyLooks() {
        Report report = report(SummaryTo.NOWHERE);
        shell.time.advance(Duration.ofSeconds(2));
        report.pulse();
        assertThat(shell.complained()).isEmpty();
    }

    @Test
    void endsAnInterruptedRunWithWholeLinesAndTheSummarySoFar() {
        Report report = report(SummaryTo.STDOUT);
        report.result(up);
        report.result(up);
        report.interrupted();
        assertThat(shell.printed().lines()).hasSize(2).allMatch(line -> line.startsWith("up "));
        assertThat(shell.complained()).startsWith("checks      2 in ").contains(", interrupted\n");
        report.result(up);
        report.pulse();
        report.finish();
        assertThat(shell.printed().lines()).as("after the end").hasSize(2);
    }

    @Test
    void endsAnInterruptedPipelineWithTheSummarySoFar() {
        FailingLater stdout = new FailingLater();
        shell.stdout = stdout;
        Report report = report(SummaryTo.STDOUT);
        report.result(up);
        report.result(up);
        stdout.closed = true;
        report.interrupted();
        assertThat(shell.complained()).startsWith("checks      2 in ");
    }

    @Test
    void passesAFailureOfThePulseOnToTheRun() {
        FailingLater stdout = new FailingLater();
        shell.stdout = stdout;
        Report report = report(SummaryTo.STDOUT);
        report.result(up);
        report.result(up);
        stdout.closed = true;
        report.pulse();
        assertThatThrownBy(() -> report.result(up)).isInstanceOf(OutputException.class);
        assertThatThrownBy(report::finish).isInstanceOf(OutputException.class);
    }

    private static final class FailingLater extends java.io.OutputStream {
        private boolean closed;

        @Override
        public void write(int b) throws java.io.IOException {
            if (closed) {
                throw new java.io.IOException("Broken pipe");
            }
        }
    }
}
