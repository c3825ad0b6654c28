package io.halfshake.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.halfshake.CheckResult;
import io.halfshake.cli.Results;
import io.halfshake.cli.Shell;
import io.halfshake.cli.check.ReportSettings.SummaryTo;
import io.halfshake.cli.result.TextFormat;
import io.halfshake.cli.terminal.OutputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CheckReportTest {
    private static final String ERASED = "\r\u001b[K";
    private final Shell shell = new Shell();
    private final CheckResult up = Results.up("192.0.2.7:5432", 214_000);

    private CheckReport report(SummaryTo summary) {
        ReportSettings settings = new ReportSettings(new TextFormat(false), summary, shell.stderrIsTerminal, 0);
        return new CheckReport(shell.checker, settings, shell.environment());
    }

    @Test
    void refresh_writesBufferedResults() {
        CheckReport report = report(SummaryTo.NONE);
        report.result(up);
        report.result(up);
        assertThat(shell.output().lines()).hasSize(1);
        report.refresh();
        assertThat(shell.output().lines()).hasSize(2);
    }

    @Test
    void summary_isWrittenOnceAfterTheResults() {
        CheckReport report = report(SummaryTo.STDOUT);
        report.result(up);
        assertThat(report.finish()).isZero();
        report.interrupted();
        report.refresh();
        assertThat(shell.output()).matches("(?s)up .*\n\nchecks      1 in .*").containsOnlyOnce("checks");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void statusLine_isShownBelowTheResults() {
        shell.stderrIsTerminal = true;
        CheckReport report = report(SummaryTo.NONE);
        report.result(up);
        shell.time.advance(Duration.ofSeconds(2));
        report.refresh();
        assertThat(shell.errors()).isEqualTo(ERASED + "1 checked: 1 up, 0 down, 0 unknown; 0.5/s");
        shell.err.reset();
        report.result(up);
        assertThat(shell.errors()).isEqualTo(ERASED);
        report.refresh();
        shell.err.reset();
        report.finish();
        assertThat(shell.errors()).as("nothing was drawn so soon after").isEmpty();
    }

    @Test
    void finish_erasesTheStatusLine() {
        shell.stderrIsTerminal = true;
        CheckReport report = report(SummaryTo.NONE);
        shell.time.advance(Duration.ofSeconds(2));
        report.refresh();
        report.finish();
        assertThat(shell.errors()).endsWith(ERASED);
    }

    @Test
    void statusLineWithoutATerminal_isNotShown() {
        CheckReport report = report(SummaryTo.NONE);
        shell.time.advance(Duration.ofSeconds(2));
        report.refresh();
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void interruptOfCheck_writesCompleteLinesAndTheSummary() {
        CheckReport report = report(SummaryTo.STDOUT);
        report.result(up);
        report.result(up);
        report.interrupted();
        assertThat(shell.output().lines()).hasSize(2).allMatch(line -> line.startsWith("up "));
        assertThat(shell.errors()).startsWith("checks      2 in ").contains(", interrupted\n");
        report.result(up);
        report.refresh();
        report.finish();
        assertThat(shell.output().lines()).as("after the end").hasSize(2);
    }

    private CheckReport reportWithAPendingResultOnABrokenPipe() {
        FailingLater stdout = new FailingLater();
        shell.stdout = stdout;
        CheckReport report = report(SummaryTo.STDOUT);
        report.result(up);
        report.result(up);
        stdout.closed = true;
        return report;
    }

    @Test
    void interruptWithABrokenPipe_writesTheSummarySoFar() {
        CheckReport report = reportWithAPendingResultOnABrokenPipe();
        report.interrupted();
        assertThat(shell.errors()).startsWith("checks      2 in ");
    }

    @Test
    void failedRefresh_failsTheNextResult() {
        CheckReport report = reportWithAPendingResultOnABrokenPipe();
        report.refresh();
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

    @Test
    void closedStandardOutput_failsTheNextResult() {
        CheckReport report = report(SummaryTo.STDOUT);
        report.refresh();
        shell.stdoutClosed = true;
        report.refresh();
        assertThatThrownBy(() -> report.result(up))
                .isInstanceOfSatisfying(
                        OutputException.class, e -> assertThat(e.isClosedPipe()).isTrue());
    }
}
