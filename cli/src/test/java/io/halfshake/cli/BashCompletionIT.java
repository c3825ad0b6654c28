package io.halfshake.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What bash makes of the script. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class BashCompletionIT {
    /**
     * Arguments: the script, then the words, of which the last is completed. Only an interactive bash has a compopt.
     */
    private static final String COMPLETE = """
            compopt() { :; }
            . "$1" && shift
            COMP_WORDS=("$@")
            COMP_CWORD=$(($# - 1))
            COMP_LINE=$*
            COMP_POINT=${#COMP_LINE}
            function=$(complete -p halfshake)
            function=${function##*-F }
            "${function%% *}"
            printf '%s\\n' "${COMPREPLY[@]}"
            """;

    private final Path script;

    BashCompletionIT(@TempDir Path directory) {
        script = directory.resolve("halfshake");
    }

    private List<String> complete(String... words) throws Exception {
        Files.writeString(script, BashCompletion.script());
        List<String> command =
                new ArrayList<>(List.of("bash", "--norc", "--noprofile", "-c", COMPLETE, "bash", script.toString()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().map(String::strip).toList();
    }

    @ParameterizedTest
    @CsvSource({"se, serve", "ch, check", "dia, diagnose"})
    void beginningOfACommand_isCompleted(String typed, String expected) throws Exception {
        assertThat(complete("halfshake", typed)).containsExactly(expected);
    }

    @Test
    void beginningOfAnOption_isCompletedForItsCommand() throws Exception {
        assertThat(complete("halfshake", "serve", "--ch")).containsExactly("--check-config");
        assertThat(complete("halfshake", "doctor", "--ch")).doesNotContain("--check-config");
    }

    @Test
    void script_isNoProgram() {
        assertThat(BashCompletion.script()).doesNotStartWith("#!").contains("serve");
    }
}
