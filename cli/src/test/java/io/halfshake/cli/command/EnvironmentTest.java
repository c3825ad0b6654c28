package io.halfshake.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.halfshake.cli.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {
    private final Shell shell = new Shell();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "true, xterm, -, true",
                "true, xterm, '', true",
                "true, xterm, 1, false",
                "true, xterm, 0, false",
                "true, dumb, -, false",
                "true, -, -, false",
                "false, xterm, -, false",
            })
    void useColours_isTrueOnlyOnTerminalsWithEscapes(
            boolean terminal,
            @org.jspecify.annotations.Nullable String term,
            @org.jspecify.annotations.Nullable String noColour,
            boolean wanted) {
        shell.stdoutIsTerminal = terminal;
        shell.variables.clear();
        if (term != null) {
            shell.variables.put("TERM", term);
        }
        if (noColour != null) {
            shell.variables.put("NO_COLOR", noColour);
        }
        assertThat(shell.environment().useColours()).isEqualTo(wanted);
    }

    @Test
    void useStatusLine_needsATerminalOnStandardError() {
        shell.stdoutIsTerminal = true;
        assertThat(shell.environment().useStatusLine()).isFalse();
        shell.stderrIsTerminal = true;
        shell.variables.put("NO_COLOR", "1");
        assertThat(shell.environment().useStatusLine()).isTrue();
        shell.variables.put("TERM", "dumb");
        assertThat(shell.environment().useStatusLine()).isFalse();
    }

    @Test
    void useTable_needsATerminalOnStandardOutput() {
        shell.stderrIsTerminal = true;
        assertThat(shell.environment().useTable()).isFalse();
        shell.stdoutIsTerminal = true;
        shell.variables.put("NO_COLOR", "1");
        assertThat(shell.environment().useTable()).isTrue();
        shell.variables.put("TERM", "dumb");
        assertThat(shell.environment().useTable()).isFalse();
    }
}
