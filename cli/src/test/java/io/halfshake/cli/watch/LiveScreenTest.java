package io.halfshake.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Shell;
import io.halfshake.cli.terminal.TerminalSize;
import io.halfshake.monitor.TargetState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveScreenTest {
    private static final String HEADING = "TARGET    STATE";

    private final Shell shell = new Shell();
    private LiveScreen screen = screen("db:1", "db:2");

    private LiveScreen screen(String... targets) {
        shell.terminalSize = new TerminalSize(24, 80);
        return new LiveScreen(
                new Watchlist(new LinkedHashSet<>(List.of(targets)), true),
                entry -> new WatchTable.Row(entry.target, TargetState.UP, Duration.ZERO, null, false, List.of(), 0),
                () -> null,
                shell.environment());
    }

    /** What the last frame wrote. */
    private String frame() {
        String text = shell.out.toString(StandardCharsets.UTF_8);
        shell.out.reset();
        return text;
    }

    private void passHalfASecond() {
        shell.time.advance(Duration.ofMillis(500));
    }

    @Test
    void table_isDrawnAtOnceAndThenInPlace() {
        screen.refresh();
        assertThat(frame())
                .startsWith("\r\u001b[?7l" + HEADING)
                .endsWith("\n\u001b[?7h\u001b[J")
                .containsPattern("\ndb:1 .*\u001b\\[K\ndb:2 .*\u001b\\[K\n");
        passHalfASecond();
        screen.refresh();
        assertThat(frame())
                .startsWith("\r\u001b[3A\u001b[?7l" + HEADING)
                .as("erased before it is drawn anew, and so flickering")
                .doesNotContain("\u001b[2J");
    }

    @Test
    void earlyRefresh_drawsNoTable() {
        screen.refresh();
        frame();
        shell.time.advance(Duration.ofMillis(499));
        screen.refresh();
        assertThat(frame()).isEmpty();
    }

    @Test
    void line_isWrittenAboveTheTableBeforeTheInterval() {
        screen.refresh();
        frame();
        shell.time.advance(Duration.ofMillis(100));
        screen.line("db:1 went down\n");
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[3A\u001b[Jdb:1 went down\n\u001b[?7l" + HEADING);
    }

    @Test
    void table_followsTheTerminalSize() {
        screen = screen("db:1", "db:2", "db:3", "db:4", "db:5");
        screen.refresh();
        assertThat(frame()).contains("db:5");
        shell.terminalSize = new TerminalSize(5, 80);
        passHalfASecond();
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[6A").contains("db:2 ", "... and 3 more: 3 unknown");
        passHalfASecond();
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[4A");
    }

    @Test
    void refresh_erasesLinesWrappedByANarrowerTerminal() {
        screen.refresh();
        frame();
        shell.terminalSize = new TerminalSize(24, 40);
        passHalfASecond();
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[6A");
        passHalfASecond();
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[3A");
    }

    /** One that holds what is logged. */
    private LiveScreen screenOnTheTerminalOfStandardError() {
        shell.stderrIsTerminal = true;
        return screen("db:1", "db:2");
    }

    @Test
    void loggedLine_isWrittenAboveTheTable() {
        screen = screenOnTheTerminalOfStandardError();
        screen.refresh();
        frame();
        shell.logLines.print("halfshake: a warning");
        screen.refresh();
        assertThat(frame()).startsWith("\r\u001b[3A\u001b[Jhalfshake: a warning\n\u001b[?7l" + HEADING);
        passHalfASecond();
        screen.refresh();
        assertThat(frame()).doesNotContain("warning");
        assertThat(shell.errors()).isEmpty();
    }

    @Test
    void lineLoggedBeforeTheReport_isWrittenAboveIt() {
        screen = screenOnTheTerminalOfStandardError();
        screen.refresh();
        frame();
        shell.logLines.print("halfshake: a warning");
        screen.end("the report\n");
        assertThat(frame()).isEqualTo("\r\u001b[3A\u001b[Jhalfshake: a warning\n\u001b[Jthe report\n");
        shell.logLines.print("halfshake: later");
        assertThat(shell.errors()).isEqualTo("halfshake: later\n");
    }

    @Test
    void linesLoggedBeforeAClose_areOnStandardErrorInOrder() {
        screen = screenOnTheTerminalOfStandardError();
        shell.logLines.print("halfshake: a warning");
        screen.close();
        shell.logLines.print("halfshake: later");
        assertThat(shell.errors()).isEqualTo("halfshake: a warning\nhalfshake: later\n");
    }

    @Test
    void standardErrorElsewhere_getsLinesAtOnce() {
        screen.refresh();
        frame();
        shell.logLines.print("halfshake: a warning");
        screen.refresh();
        assertThat(shell.errors()).isEqualTo("halfshake: a warning\n");
        assertThat(frame()).isEmpty();
    }

    @Test
    void report_replacesTheTable() {
        screen.refresh();
        frame();
        screen.line("db:1 went down\n");
        screen.end("the report\n");
        assertThat(frame()).isEqualTo("\r\u001b[3A\u001b[Jdb:1 went down\n\u001b[Jthe report\n");
    }
}
