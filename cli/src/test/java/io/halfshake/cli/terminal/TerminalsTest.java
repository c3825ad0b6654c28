package io.halfshake.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalsTest {
    @ParameterizedTest
    @CsvSource({
        "/dev/pts/3, true",
        "/dev/tty1, true",
        "/dev/console, true",
        "pipe:[4711], false",
        "/dev/null, false",
        "/tmp/out, false"
    })
    void isTerminalDevice_recognisesTerminals(String device, boolean terminal) {
        assertThat(Terminals.isTerminalDevice(device)).isEqualTo(terminal);
    }

    @Test
    void isTerminal_isFalseForFilesAndMissingLinks(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("out"));
        assertThat(Terminals.isTerminal(Files.createSymbolicLink(directory.resolve("1"), file)))
                .isFalse();
        assertThat(Terminals.isTerminal(directory.resolve("missing"))).isFalse();
    }
}
