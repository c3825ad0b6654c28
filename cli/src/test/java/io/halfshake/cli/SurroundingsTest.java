package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SurroundingsTest {
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
    void coloursAreForTerminalsThatTakeThem(
            boolean terminal,
            @org.jspecify.annotations.Nullable String term,
            @org.jspecify.annotations.Nullable String noColour,
            boolean wanted) {
        shell.stdoutIsTerminal = terminal;
        shell.environment.clear();
        if (term != null) {
            shell.environment.put("TERM", term);
        }
        if (noColour != null) {
            shell.environment.put("NO_COLOR", noColour);
        }
        assertThat(shell.surroundings().coloursWanted()).isEqualTo(wanted);
    }

    @Test
    void progressIsForATerminalOnStandardErrorWhateverItsColours() {
        shell.stdoutIsTerminal = true;
        assertThat(shell.surroundings().progressWanted()).isFalse();
        shell.stderrIsTerminal = true;
        shell.environment.put("NO_COLOR", "1");
        assertThat(shell.surroundings().progressWanted()).isTrue();
        shell.environment.put("TERM", "dumb");
        assertThat(shell.surroundings().progressWanted()).isFalse();
    }

    @Test
    void aTableIsForATerminalOnStandardOutputWhateverItsColours() {
        shell.stderrIsTerminal = true;
        assertThat(shell.surroundings().tableWanted()).isFalse();
        shell.stdoutIsTerminal = true;
        shell.environment.put("NO_COLOR", "1");
        assertThat(shell.surroundings().tableWanted()).isTrue();
        shell.environment.put("TERM", "dumb");
        assertThat(shell.surroundings().tableWanted()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/dev/pts/3, true",
        "/dev/tty1, true",
        "/dev/console, true",
        "pipe:[4711], false",
        "/dev/null, false",
        "/tmp/out, false"
    })
    void aTerminalIsRecognisedByItsDevice(String device, boolean terminal) {
        assertThat(Terminals.isTerminalDevice(device)).isEqualTo(terminal);
    }

    @Test
    void whatIsElsewhereIsNoTerminal(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("out"));
        assertThat(Terminals.isTerminal(Files.createSymbolicLink(directory.resolve("1"), file)))
                .isFalse();
        assertThat(Terminals.isTerminal(directory.resolve("missing"))).isFalse();
    }
}
